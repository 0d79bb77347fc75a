import { conditionParts } from "../../container/parameters.ts"
import { condition, container, trigger } from "../build.ts"
import { conditionsOf, quote, triggersOf } from "../look.ts"
import { regexProblem } from "../regex.ts"
import type { Rule } from "../rule.ts"

export const rule: Rule = {
  severity: "error",
  title: "A regular expression that is none",
  why: "The compiler refuses it (invalidRegex); in a browser it would never match.",
  fix: "Close brackets and parentheses, and put a backslash before characters that are meant literally.",
  bad: () => container("WEB", { trigger: [trigger(1, "a", "PAGEVIEW", { filter: [condition("MATCH_REGEX", "{{_event}}", "^/(shop")] })] }),
  good: () => container("WEB", { trigger: [trigger(1, "a", "PAGEVIEW", { filter: [condition("MATCH_REGEX", "{{_event}}", "^/(shop)")] })] }),
  *check(model) {
    for (const { trigger: one, path } of triggersOf(model))
      for (const { condition: each, path: at } of conditionsOf(one, path)) {
        if (each.type !== "MATCH_REGEX") continue
        const problem = regexProblem(conditionParts(each).operand)
        if (problem) yield { path: [...at, "parameter"], message: `trigger ${quote(one.name)}: ${problem.message}`, ...(problem.certain ? {} : { severity: "warning" }) }
      }
  },
}
