import { container, tag } from "../build.ts"
import { quote, tagsOf } from "../look.ts"
import type { Rule } from "../rule.ts"

export const rule: Rule = {
  severity: "info",
  title: "A tag is paused",
  why: "Paused tags are forgotten; they still count as users of their variables and triggers.",
  fix: "Resume it or remove it.",
  bad: () => container("WEB", { tag: [tag(1, "a", "html", [], ["2147479553"], { paused: true })] }),
  good: () => container("WEB", { tag: [tag(1, "a", "html", [], ["2147479553"])] }),
  *check(model) {
    for (const { tag: one, path } of tagsOf(model)) if (one.paused === true) yield { path, message: `tag ${quote(one.name)} is paused` }
  },
}
