import { conditionParts } from "../../container/parameters.ts"
import { condition, container, trigger } from "../build.ts"
import { conditionsOf, quote, triggersOf } from "../look.ts"
import type { Rule } from "../rule.ts"

const topLevel = /(?<![\\.*+?\])])\.(?:com|org|net|de|at|ch|fr|co|io|uk|eu|html?|php|pdf|aspx?)(?![a-z*+?{])/i

export const rule: Rule = {
  severity: "info",
  title: "A regular expression with a dot that means any character",
  why: "An unescaped dot matches anything: shop.com also matches shopXcom. The pattern is also a search, not a whole match.",
  fix: "Write \\. for a real dot, ^ and $ for start and end.",
  bad: () => container("WEB", { trigger: [trigger(1, "a", "PAGEVIEW", { filter: [condition("MATCH_REGEX", "{{h}}", "shop.com$")] })] }),
  good: () => container("WEB", { trigger: [trigger(1, "a", "PAGEVIEW", { filter: [condition("MATCH_REGEX", "{{h}}", "shop\\.com$")] })] }),
  *check(model) {
    for (const { trigger: one, path } of triggersOf(model))
      for (const { condition: each, path: at } of conditionsOf(one, path)) {
        const { operand } = conditionParts(each)
        if (each.type === "MATCH_REGEX" && topLevel.test(operand)) yield { path: at, message: `trigger ${quote(one.name)}: the dot in ${quote(operand)} matches any character` }
      }
  },
}
