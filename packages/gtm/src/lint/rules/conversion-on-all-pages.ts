import { container, tag } from "../build.ts"
import { quote, tagsOf } from "../look.ts"
import type { Rule } from "../rule.ts"

const conversions: ReadonlySet<string> = new Set(["awct", "fls", "flc"])

export const rule: Rule = {
  severity: "warning",
  title: "A conversion is reported on every page",
  why: "Every page view counts as a conversion.",
  fix: "Fire it on the event that is the conversion.",
  bad: () => container("WEB", { tag: [tag(1, "a", "awct", [], ["2147479553"])] }),
  good: () => container("WEB", { tag: [tag(1, "a", "gclidw", [], ["2147479553"])] }),
  *check(model) {
    for (const { tag: one, path } of tagsOf(model))
      if (conversions.has(one.type) && !one.paused && one.firingTriggerId?.includes("2147479553")) yield { path: [...path, "firingTriggerId"], message: `tag ${quote(one.name)} reports a conversion on all pages` }
  },
}
