import { container, tag } from "../build.ts"
import { quote } from "../look.ts"
import type { Rule } from "../rule.ts"

export const rule: Rule = {
  severity: "info",
  title: "An entity was never given a name",
  why: "“Untitled Tag” and “Copy of …” say nothing about what the entity is for.",
  fix: "Name it after what it does.",
  bad: () => container("WEB", { tag: [tag(1, "Untitled Tag", "html", [])] }),
  good: () => container("WEB", { tag: [tag(1, "HTML — chat", "html", [])] }),
  *check({ entities }) {
    for (const { kind, name, path } of entities)
      if (/^(?:Untitled (?:Tag|Trigger|Variable|Folder|Client|Template)\b|(?:Copy of|Kopie von) )/i.test(name)) yield { path: [...path, "name"], message: `${kind} ${quote(name)} still has its first name` }
  },
}
