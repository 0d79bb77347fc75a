import type { ConditionDef, Expr, Rule } from "../program/program.ts"
import { BROKEN, TRUE, type Frame } from "./frame.ts"
import { WORDS } from "./operators.ts"
import { describe, type NotFired } from "./record.ts"
import { judge, test, type Firing } from "./rules.ts"
import type { Runtime } from "./runtime.ts"

/** For every tag that did not start: blocked by which exception, or which condition of its triggers was false. */
export const explainNotFired = (firing: Firing, frame: Frame, runtime: Runtime, mentioned: readonly string[]): NotFired[] => {
  const known = new Set(mentioned)
  const byTag = rulesByTag(runtime)
  const details = new Map<Rule, string>()
  const detail = (rule: Rule): string => {
    const text = details.get(rule) ?? whyNot(rule, frame, runtime)
    details.set(rule, text)
    return text
  }
  return runtime.program.tags.flatMap((tag, index): NotFired[] => {
    if (known.has(tag.name)) return []
    const blocker = firing.fires.has(index) ? firing.blocks.get(index) : undefined
    if (blocker !== undefined) return [{ tag: tag.name, reason: "blocked", detail: `exception "${blocker}" is true` }]
    const rules = byTag.get(index)
    if (rules === undefined) return [{ tag: tag.name, reason: "no-trigger", detail: "has no trigger; runs only in a sequence" }]
    return [{ tag: tag.name, reason: "not-triggered", detail: rules.map(detail).join("; ") }]
  })
}

const cache = new WeakMap<Runtime["program"], Map<number, Rule[]>>()

const rulesByTag = (runtime: Runtime): Map<number, Rule[]> => {
  const known = cache.get(runtime.program)
  if (known !== undefined) return known
  const made = new Map<number, Rule[]>()
  for (const rule of runtime.program.rules) for (const tag of rule.fires) made.set(tag, [...(made.get(tag) ?? []), rule])
  cache.set(runtime.program, made)
  return made
}

/** The first condition that kept a trigger from passing, with the value it met. */
const whyNot = (rule: Rule, frame: Frame, runtime: Runtime): string => {
  if (judge(rule, frame, runtime) === TRUE) return `${rule.trigger}: passed`
  for (const [list, wanted] of [[rule.all, true], [rule.unless, false]] as const) {
    for (const index of list) {
      const condition = runtime.program.conditions[index]
      const state = test(index, frame, runtime)
      if (condition === undefined || (state === TRUE) === wanted && state !== BROKEN) continue
      return `${rule.trigger}: ${words(condition, wanted, runtime)} is ${state === BROKEN ? "not evaluable" : "false"}${met(index, frame)}`
    }
  }
  return `${rule.trigger}: not evaluable`
}

const words = (condition: ConditionDef, wanted: boolean, runtime: Runtime): string =>
  `${show(condition.left, runtime)} ${wanted ? "" : "not "}${WORDS[condition.op]} ${show(condition.right, runtime)}`

const met = (index: number, frame: Frame): string =>
  frame.met === undefined ? "" : ` (it is ${JSON.stringify(describe(frame.met[index])) ?? "undefined"})`

const show = (expr: Expr, runtime: Runtime): string => {
  if (typeof expr === "object" && expr !== null && "ref" in expr) return `{{${runtime.program.variables[expr.ref]?.name ?? "?"}}}`
  if (typeof expr === "object" && expr !== null && "text" in expr) return expr.text.map((part) => show(part, runtime)).join("")
  return typeof expr === "string" ? JSON.stringify(expr) : String(expr)
}
