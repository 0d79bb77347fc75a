import type { CategoryChoice, ResolvedPlan } from "@tagwright/formats"

/** What the site's code handed in. */
export interface Recording {
  /** Messages as the data layer would get them: personal parameters split off */
  pushes: Record<string, unknown>[]
  /** Event and names of the personal parameters that would go to the server */
  personal: { event: string; parameters: string[] }[]
  /** Takes the recorder away again */
  stop: () => void
}

/**
 * A stand-in for the kit, for unit tests of code that calls `track` (from `virtual:tagwright` or `window.tagwright`): it writes down
 * what comes and checks nothing; that does `assertPushes`. It knows no page, so it fills nothing in; consent is granted at once.
 */
export const recordTracking = (plan: Pick<ResolvedPlan, "parameters">): Recording => {
  const before: unknown = Reflect.get(globalThis, "tagwright")
  let choice: CategoryChoice | undefined
  const isPersonal = (name: string): boolean => ["personal", "sensitive"].includes(plan.parameters[name]?.privacy ?? "none")
  const recording: Recording = { pushes: [], personal: [], stop: () => void Reflect.set(globalThis, "tagwright", before) }
  const track = (event: string, params: object = {}): void => {
    const given = Object.entries(params).filter(([, value]) => value !== undefined)
    const parameters = given.flatMap(([name]) => (isPersonal(name) ? [name] : []))
    recording.pushes.push({ event, ...Object.fromEntries(given.filter(([name]) => !isPersonal(name))) })
    if (parameters.length > 0) recording.personal.push({ event, parameters })
  }
  const consent = { update: (made: CategoryChoice) => void (choice = made), choice: () => choice }
  Reflect.set(globalThis, "tagwright", { track, consent, leadId: () => "lead-of-the-test", ids: () => ({ lead_id: "lead-of-the-test" }) })
  return recording
}
