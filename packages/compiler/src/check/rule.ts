import type { GateId, Plan, PlanLock, Severity } from "@tagwright/formats"
import type { PlanPath } from "../read/source.ts"

/** One breach of a rule, at a path of the plan. */
export interface Breach {
  path: PlanPath
  message: string
  help: string
  args?: Record<string, string | number | boolean>
}

/** What a rule may look at. */
export interface CheckInput {
  plan: Plan
  /** What was approved before; undefined: nothing is frozen yet */
  lock: PlanLock | undefined
}

/** One rule of the plan. Its file's name is its code. */
export interface Rule {
  severity: Severity
  /** The gate that turns red when the rule is broken */
  gate?: GateId
  title: string
  check(input: CheckInput): Iterable<Breach>
}

export const quoted = (names: Iterable<string>): string => {
  const list = [...names].map((name) => `"${name}"`)
  return list.length === 0 ? "none" : list.join(", ")
}

/** The nearest of the known names, for "did you mean". Undefined when nothing is near. */
export const nearest = (name: string, known: Iterable<string>): string | undefined => {
  let best: { name: string; distance: number } | undefined
  for (const candidate of known) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase())
    if (best === undefined || distance < best.distance) best = { name: candidate, distance }
  }
  // A third of the letters wrong is still a typing mistake; more is another word.
  return best !== undefined && best.distance <= Math.max(1, Math.floor(name.length / 3)) ? best.name : undefined
}

export const didYouMean = (name: string, known: readonly string[]): string => {
  const near = nearest(name, known)
  return near === undefined ? `Use one of ${quoted(known)}` : `Did you mean "${near}"?`
}

const editDistance = (a: string, b: string): number => {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const current = [i]
    for (let j = 1; j <= b.length; j++)
      current[j] = Math.min((previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1))
    previous = current
  }
  return previous[b.length] ?? 0
}
