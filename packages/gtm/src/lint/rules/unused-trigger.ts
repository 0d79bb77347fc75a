import { container, customEvent, tag } from "../build.ts"
import { quote } from "../look.ts"
import type { Rule } from "../rule.ts"

export const rule: Rule = {
  severity: "warning",
  title: "A trigger that no tag uses",
  why: "It listens on every page for nothing, and misleads whoever reads the container.",
  fix: "Remove it (tagwright gtm lint --fix does), or attach it to a tag.",
  bad: () => container("WEB", { trigger: [customEvent(1, "a", "x")] }),
  good: () => container("WEB", { tag: [tag(2, "t", "html", [], ["1"])], trigger: [customEvent(1, "a", "x")] }),
  *check({ entities, reachable, partial }) {
    if (partial) return
    for (const entity of entities)
      if (entity.kind === "trigger" && !reachable.has(entity)) yield { path: entity.path, message: `trigger ${quote(entity.name)} fires and blocks no tag`, edits: [{ remove: entity.path }] }
  },
}
