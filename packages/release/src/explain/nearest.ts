import { canonicalJson, type RecordOf } from "@tagwright/formats"

type Push = RecordOf<"push">
type Expectation = RecordOf<"expectation">

/** A parameter that is not what was expected. */
export interface Departure {
  parameter: string
  expected: unknown
  got: unknown
}

/** What came closest to an event that never came. */
export interface Nearest {
  event: string
  /** From 1, as people count */
  step: number
  why: string
  departures: Departure[]
}

const paramsOf = ({ message }: Push): Record<string, unknown> => (typeof message === "object" && message !== null ? Object.fromEntries(Object.entries(message)) : {})

export const departuresOf = (expected: Record<string, unknown>, got: Record<string, unknown>): Departure[] =>
  Object.entries(expected).flatMap(([parameter, value]) => (canonicalJson(got[parameter] ?? null) === canonicalJson(value) ? [] : [{ parameter, expected: value, got: got[parameter] ?? null }]))

const pairs = (text: string): string[] => Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2))
/** Dice's coefficient over pairs of letters: 1 for the same name, 0 for nothing in common. */
export const likeness = (a: string, b: string): number => {
  if (a === b) return 1
  const left = pairs(b)
  const common = pairs(a).filter((pair) => {
    const at = left.indexOf(pair)
    if (at >= 0) left.splice(at, 1)
    return at >= 0
  }).length
  return (2 * common) / Math.max(1, pairs(a).length + pairs(b).length)
}
/** Names that share less than half of their letters are another event, not a misspelt one. */
const ALIKE = 0.5

const nearestOf = (push: Push, expectation: Expectation, why: string): Nearest => ({ event: push.event ?? "", step: push.step + 1, why, departures: departuresOf(expectation.expected, paramsOf(push)) })

/** The nearest push of the walk: the same event in another step, else one of this step whose name is like it. */
export const nearestTo = (expectation: Expectation, pushes: readonly Push[]): Nearest | undefined => {
  const same = pushes
    .filter(({ event, step }) => event === expectation.event && step !== expectation.step)
    .toSorted((a, b) => Math.abs(a.step - expectation.step) - Math.abs(b.step - expectation.step))[0]
  if (same !== undefined) return nearestOf(same, expectation, same.step < expectation.step ? "the same event, earlier" : "the same event, later")
  const alike = pushes
    .filter(({ event, step }) => event !== undefined && step === expectation.step && likeness(event, expectation.event) >= ALIKE)
    .toSorted((a, b) => likeness(b.event ?? "", expectation.event) - likeness(a.event ?? "", expectation.event))[0]
  return alike === undefined ? undefined : nearestOf(alike, expectation, "an event with a name like it")
}
