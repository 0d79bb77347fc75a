import { conditionParts } from "../../container/parameters.ts"
import { condition, container, trigger } from "../build.ts"
import { conditionsOf, quote, triggersOf } from "../look.ts"
import type { Rule } from "../rule.ts"

export const rule: Rule = {
  severity: "warning",
  title: "Conditions that cannot all be true",
  why: "All conditions of a trigger must hold at once; this trigger never fires. Alternatives need several triggers, or one RegEx.",
  fix: "Split it into several triggers, or join the values with | in a RegEx.",
  bad: () => container("WEB", { trigger: [trigger(1, "a", "PAGEVIEW", { filter: [condition("EQUALS", "{{p}}", "/a"), condition("EQUALS", "{{p}}", "/b")] })] }),
  good: () => container("WEB", { trigger: [trigger(1, "a", "PAGEVIEW", { filter: [condition("EQUALS", "{{p}}", "/a"), condition("EQUALS", "{{q}}", "/b")] })] }),
  *check(model) {
    for (const { trigger: one, path } of triggersOf(model)) {
      const equal = new Map<string, string>()
      for (const { condition: each, path: at } of conditionsOf(one, path)) {
        const { subject, operand, negate } = conditionParts(each)
        if (each.type !== "EQUALS" || negate || operand.includes("{{")) continue
        const other = equal.get(subject)
        if (other !== undefined && other !== operand) yield { path: at, message: `trigger ${quote(one.name)} wants ${subject} to equal ${quote(other)} and ${quote(operand)} at once` }
        equal.set(subject, operand)
      }
    }
  },
}
