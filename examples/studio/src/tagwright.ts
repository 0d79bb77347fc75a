/** The kit in the page. It may be missing (blocked, offline): the site must work all the same. */
interface Kit {
  track(name: string, params: Record<string, unknown>): void
  consent: { update(choice: Record<string, boolean>): void }
}

const isKit = (value: unknown): value is Kit => typeof value === "object" && value !== null && "track" in value
const kit = (): Kit | undefined => {
  const value: unknown = Reflect.get(window, "tagwright")
  return isKit(value) ? value : undefined
}

export const track: Kit["track"] = (name, params) => kit()?.track(name, params)
export const consent: Kit["consent"] = { update: (choice) => kit()?.consent.update(choice) }
