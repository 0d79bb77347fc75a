import { container, dlv, tag, template } from "../build.ts"
import { quote } from "../look.ts"
import type { Rule } from "../rule.ts"

export const rule: Rule = {
  severity: "warning",
  title: "A variable that nothing uses",
  why: "It adds to the size of the container and to what people must understand.",
  fix: "Remove it (tagwright gtm lint --fix does).",
  bad: () => container("WEB", { variable: [dlv(1, "a", "x")] }),
  good: () => container("WEB", { tag: [tag(2, "t", "html", [template("html", "{{a}}")])], variable: [dlv(1, "a", "x")] }),
  *check({ entities, reachable, partial }) {
    if (partial) return
    for (const entity of entities)
      if (entity.kind === "variable" && !reachable.has(entity)) yield { path: entity.path, message: `variable ${quote(entity.name)} is used by nothing that runs`, edits: [{ remove: entity.path }] }
  },
}
