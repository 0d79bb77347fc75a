import { isOperator } from "../../container/parameters.ts"
import { condition, container, trigger } from "../build.ts"
import { conditionsOf, quote, triggersOf } from "../look.ts"
import type { Rule } from "../rule.ts"

export const rule: Rule = {
  severity: "error",
  title: "A condition has an operator that Tag Manager does not have",
  why: "There is no DOES_NOT_EQUAL, GREATER_THAN or MATCH_CSS_SELECTOR: a negative operator is the positive one with a negate parameter.",
  fix: "Use EQUALS, CONTAINS, STARTS_WITH, ENDS_WITH, MATCH_REGEX, CSS_SELECTOR, LESS, LESS_OR_EQUALS, GREATER or GREATER_OR_EQUALS; negate by a BOOLEAN parameter negate.",
  bad: () => container("WEB", { trigger: [trigger(1, "a", "PAGEVIEW", { filter: [condition("DOES_NOT_EQUAL", "{{_event}}", "x")] })] }),
  good: () => container("WEB", { trigger: [trigger(1, "a", "PAGEVIEW", { filter: [condition("EQUALS", "{{_event}}", "x", "negate")] })] }),
  *check(model) {
    for (const { trigger: one, path } of triggersOf(model))
      for (const { condition: { type }, path: at } of conditionsOf(one, path))
        if (!isOperator(type)) yield { path: [...at, "type"], message: `trigger ${quote(one.name)} has a condition with the unknown operator ${quote(type)}` }
  },
}
