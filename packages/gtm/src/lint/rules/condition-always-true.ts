import { conditionParts, describeCondition } from "../../container/parameters.ts"
import { condition, container, trigger } from "../build.ts"
import { conditionsOf, quote, triggersOf } from "../look.ts"
import { matchesEverything } from "../regex.ts"
import type { Rule } from "../rule.ts"

export const rule: Rule = {
  severity: "warning",
  title: "A condition that is always true",
  why: "It filters nothing, but reads as if it did.",
  fix: "Remove it, or write the condition that was meant.",
  bad: () => container("WEB", { trigger: [trigger(1, "a", "PAGEVIEW", { filter: [condition("MATCH_REGEX", "{{_event}}", ".*")] })] }),
  good: () => container("WEB", { trigger: [trigger(1, "a", "PAGEVIEW", { filter: [condition("MATCH_REGEX", "{{_event}}", "shop.*")] })] }),
  *check(model) {
    for (const { trigger: one, path } of triggersOf(model))
      for (const { condition: each, list, path: at } of conditionsOf(one, path)) {
        // A custom event with .* is the way to say "any event"; a listener's "enable on every page" is one condition that must be there.
        if (list !== "filter") continue
        const { operand, negate } = conditionParts(each)
        const always = (each.type === "MATCH_REGEX" && matchesEverything(operand)) || (operand === "" && ["CONTAINS", "STARTS_WITH", "ENDS_WITH"].includes(each.type))
        if (always && !negate) yield { path: at, message: `trigger ${quote(one.name)}: “${describeCondition(each)}” is always true` }
      }
  },
}
