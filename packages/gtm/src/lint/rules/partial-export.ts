import { container, tag, template } from "../build.ts"
import type { Rule } from "../rule.ts"

export const rule: Rule = {
  severity: "info",
  title: "Only some items were picked for this export",
  why: "What they refer to stands elsewhere; it must be in the container that imports them. Missing references are warnings here, and nothing counts as unused.",
  fix: "Export the whole container for a complete check.",
  bad: () => container("WEB", { tag: [tag(1, "a", "html", [template("html", "{{Page URL}}")], ["7"])] }),
  good: () => container("WEB", { tag: [tag(1, "a", "html", [template("html", "x")], ["2147479553"])] }),
  *check({ partial }) {
    if (partial) yield { path: ["containerVersion"], message: "this looks like a partial export: whole kinds of referenced items are missing" }
  },
}
