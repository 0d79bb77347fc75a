import { container, tag } from "../build.ts"
import { quote, tagsOf } from "../look.ts"
import type { Rule } from "../rule.ts"

export const rule: Rule = {
  severity: "warning",
  title: "A tag waits for itself in a sequence",
  why: "Tags that set each other up run in an order that nobody can foresee.",
  fix: "Take one of them out of the circle.",
  bad: () => container("WEB", { tag: [tag(1, "a", "html", [], ["2147479553"], { setupTag: [{ tagName: "b" }] }), tag(2, "b", "html", [], [], { setupTag: [{ tagName: "a" }] })] }),
  good: () => container("WEB", { tag: [tag(1, "a", "html", [], ["2147479553"], { setupTag: [{ tagName: "b" }] }), tag(2, "b", "html", [])] }),
  *check(model) {
    const next = new Map(tagsOf(model).map(({ tag: one }) => [one.name, one.setupTag?.[0]?.tagName]))
    for (const { tag: one, path } of tagsOf(model)) {
      const seen = new Set([one.name])
      for (let name = next.get(one.name); name !== undefined; name = next.get(name)) {
        if (name === one.name) yield { path: [...path, "setupTag"], message: `tag ${quote(one.name)} is set up by itself through a sequence` }
        if (seen.has(name)) break
        seen.add(name)
      }
    }
  },
}
