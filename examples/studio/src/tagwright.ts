/** The kit in the page. It may be missing (blocked, offline): the site must work all the same. */
interface Kit {
  track(name: string, params: Record<string, unknown>): void
  consent: { update(choice: Record<string, boolean>): void }
}
declare global {
  interface Window {
    tagwright?: Kit
  }
}

export const track: Kit["track"] = (name, params) => window.tagwright?.track(name, params)
export const consent: Kit["consent"] = { update: (choice) => window.tagwright?.consent.update(choice) }
