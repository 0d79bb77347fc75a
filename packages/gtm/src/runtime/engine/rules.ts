import type { Rule } from "../program/program.ts"
import { BROKEN, FALSE, TRUE, UNKNOWN, type Frame } from "./frame.ts"
import { TESTS } from "./operators.ts"
import { EndlessPattern } from "./regex-guard.ts"
import { describe } from "./record.ts"
import type { Runtime } from "./runtime.ts"

export interface Firing {
  fires: Set<number>
  /** Tag → the triggers that passed. */
  by: Map<number, string[]>
  /** Tag → the trigger that blocks it. */
  blocks: Map<number, string>
}

/** Fired = tags of any passing rule minus tags blocked by any passing rule (fact B2.4). */
export const evaluateRules = (rules: readonly Rule[], frame: Frame, runtime: Runtime, passed?: (rule: Rule) => void): Firing => {
  const firing: Firing = { fires: new Set(), by: new Map(), blocks: new Map() }
  for (const rule of rules) {
    const outcome = judge(rule, frame, runtime)
    if (outcome === FALSE) continue
    // A broken exception blocks: better silent than wrong (fact B2.5).
    for (const tag of rule.blocks) firing.blocks.set(tag, rule.trigger)
    if (outcome === BROKEN) continue
    for (const tag of rule.fires) {
      firing.fires.add(tag)
      if (frame.met !== undefined) firing.by.set(tag, [...(firing.by.get(tag) ?? []), rule.trigger])
    }
    passed?.(rule)
  }
  return firing
}

export const judge = (rule: Rule, frame: Frame, runtime: Runtime): number => {
  for (const condition of rule.all) {
    const state = test(condition, frame, runtime)
    if (state !== TRUE) return state
  }
  for (const condition of rule.unless) {
    const state = test(condition, frame, runtime)
    if (state === BROKEN) return BROKEN
    if (state === TRUE) return FALSE
  }
  return TRUE
}

/** Each distinct condition is evaluated at most once per event (fact B2.2). */
export const test = (index: number, frame: Frame, runtime: Runtime): number => {
  const known = frame.conditions[index]
  if (known !== undefined && known !== UNKNOWN) return known
  const state = evaluate(index, frame, runtime)
  frame.conditions[index] = state
  return state
}

const evaluate = (index: number, frame: Frame, runtime: Runtime): number => {
  const condition = runtime.program.conditions[index]
  if (condition === undefined) return BROKEN
  try {
    const left = runtime.resolve(condition.left, frame)
    // The explanation is written when the tags are through: by then an object of the data layer may have changed.
    if (frame.met !== undefined) frame.met[index] = typeof left === "object" ? describe(left) : left
    const right = runtime.resolve(condition.right, frame)
    return TESTS[condition.op](left, right, condition.ignoreCase === true) ? TRUE : FALSE
  } catch (error) {
    if (error instanceof EndlessPattern) runtime.report("condition", String(condition.right), error.message)
    return BROKEN
  }
}
