import { container, containerId, customTemplate, tag } from "../build.ts"
import { quote } from "../look.ts"
import type { Rule } from "../rule.ts"

export const rule: Rule = {
  severity: "warning",
  title: "A custom template that nothing uses",
  why: "Templates are third-party code: each one is reviewed, updated and carried along.",
  fix: "Remove it (tagwright gtm lint --fix does).",
  bad: () => container("WEB", { customTemplate: [customTemplate(5, "t", "TAG")] }),
  good: () => container("WEB", { tag: [tag(1, "a", `cvt_${containerId}_5`, [])], customTemplate: [customTemplate(5, "t", "TAG")] }),
  *check({ entities, usedBy, partial }) {
    if (partial) return
    for (const entity of entities)
      if (entity.kind === "customTemplate" && !usedBy.has(entity)) yield { path: entity.path, message: `template ${quote(entity.name)} is used by no tag, variable or client`, edits: [{ remove: entity.path }] }
  },
}
