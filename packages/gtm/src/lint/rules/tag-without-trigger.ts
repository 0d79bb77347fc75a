import { container, tag } from "../build.ts"
import { quote, tagsOf } from "../look.ts"
import type { Rule } from "../rule.ts"

export const rule: Rule = {
  severity: "warning",
  title: "A tag that nothing fires",
  why: "It has no trigger and no other tag runs it before or after itself, so it never runs.",
  fix: "Give it a trigger, or remove it.",
  bad: () => container("WEB", { tag: [tag(1, "a", "html", [])] }),
  good: () => container("WEB", { tag: [tag(1, "a", "html", []), tag(2, "b", "html", [], ["2147479553"], { setupTag: [{ tagName: "a" }] })] }),
  *check(model) {
    const sequenced = new Set(model.tagUses.map(({ name }) => name))
    for (const { tag: one, path } of tagsOf(model))
      if (!one.paused && (one.firingTriggerId ?? []).length === 0 && !sequenced.has(one.name)) yield { path, message: `tag ${quote(one.name)} has no trigger and is in no sequence` }
  },
}
