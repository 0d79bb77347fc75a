import { canonicalJson, type PlanStep, type QaPlan } from "@tagwright/formats"

type Values = Record<string, string | number | boolean>
export interface Expected {
  event: string
  params: Values
  source: "browser" | "server"
}
/** Something that happened: a push of the page or an event of the server. */
export interface Happened {
  event: string
  params: Record<string, unknown>
}
export interface Outcome extends Expected {
  outcome: "met" | "missing" | "different" | "unexpected"
  got?: Record<string, unknown>
}

/** The step's `expect` in one shape, with where each event must come from. */
export const expectedOf = (plan: QaPlan, step: PlanStep): Expected[] =>
  step.expect.flatMap((entry) =>
    (typeof entry === "string" ? [[entry, {}] as const] : Object.entries(entry)).map(([event, params]) => ({
      event,
      params,
      source: plan.events[event]?.source ?? ("browser" as const),
    })),
  )

const fits = (expected: Expected, got: Happened): boolean =>
  got.event === expected.event && Object.entries(expected.params).every(([name, value]) => canonicalJson(got.params[name] ?? null) === canonicalJson(value))

/** Each thing that happened serves one expectation at most; an expectation takes the first that fits. */
export const matchAll = (expected: readonly Expected[], happened: readonly Happened[]): { expected: Expected; got?: Happened }[] => {
  const free = [...happened]
  return expected.map((one) => {
    const at = free.findIndex((got) => fits(one, got))
    const got = at < 0 ? undefined : free.splice(at, 1)[0]
    return got === undefined ? { expected: one } : { expected: one, got }
  })
}

const withoutId = ({ event_id: _id, ...rest }: Record<string, unknown>) => rest
const identity = (one: Happened): string => `${one.event} ${canonicalJson(withoutId(one.params))}`

/** The same expected event with the same parameters came again within the step: a double count. */
const repeats = (expected: readonly Expected[], happened: readonly Happened[]): Outcome[] => {
  const names = new Set(expected.map((one) => one.event))
  const wanted = Map.groupBy(expected, (one) => one.event)
  return [...Map.groupBy(happened.filter((one) => names.has(one.event)), identity).values()].flatMap((same) =>
    same.slice(Math.max(1, (wanted.get(same[0]?.event ?? "") ?? []).length)).map((one) => ({ event: one.event, params: {}, source: "browser" as const, outcome: "unexpected" as const, got: one.params })),
  )
}

/** What became of each expectation, and what came twice. `different` names the nearest thing that did come. */
export const judgeExpectations = (expected: readonly Expected[], happened: readonly Happened[]): Outcome[] => {
  const matched = matchAll(expected, happened)
  const used = new Set(matched.map((one) => one.got))
  const outcomes = matched.map(({ expected: one, got }): Outcome => {
    if (got !== undefined) return { ...one, outcome: "met", got: got.params }
    const nearest = happened.find((other) => other.event === one.event && !used.has(other))
    return nearest === undefined ? { ...one, outcome: "missing" } : { ...one, outcome: "different", got: nearest.params }
  })
  return [...outcomes, ...repeats(expected.filter((one) => one.source === "browser"), happened)]
}
