import { container, tag } from "../build.ts"
import { quote } from "../look.ts"
import type { Rule } from "../rule.ts"

export const rule: Rule = {
  severity: "error",
  title: "Two entities of one kind have the same id",
  why: "References go by id; Tag Manager's compiler refuses duplicates (duplicateTriggerId).",
  fix: "Give each its own id and correct what refers to it.",
  bad: () => container("WEB", { tag: [tag(1, "a", "html", []), tag(1, "b", "html", [])] }),
  good: () => container("WEB", { tag: [tag(1, "a", "html", []), tag(2, "b", "html", [])] }),
  *check({ entities }) {
    const first = new Map<string, string>()
    for (const { kind, id, name, path } of entities) {
      if (id === "") continue
      const key = `${kind} ${id}`
      const owner = first.get(key)
      if (owner === undefined) first.set(key, name)
      else yield { path, message: `${kind} ${quote(name)} has the id ${id} of ${quote(owner)}` }
    }
  },
}
