import { container, dlv } from "../build.ts"
import { quote } from "../look.ts"
import type { Rule } from "../rule.ts"

export const rule: Rule = {
  severity: "error",
  title: "Two entities of one kind have the same name",
  why: "Tags and variables are referred to by name; the compiler refuses duplicates (duplicateTagName, duplicateDefaultMacro). Variables and built-ins share one list of names.",
  fix: "Rename one of them.",
  bad: () => container("WEB", { variable: [dlv(1, "a", "x"), dlv(2, "a", "y")] }),
  good: () => container("WEB", { variable: [dlv(1, "a", "x"), dlv(2, "b", "y")] }),
  *check({ entities }) {
    const seen = new Set<string>()
    for (const { kind, name, path } of entities) {
      const key = `${kind === "builtInVariable" ? "variable" : kind} ${name}`
      if (seen.has(key)) yield { path, message: `there is another ${kind === "builtInVariable" ? "variable" : kind} named ${quote(name)}` }
      seen.add(key)
    }
  },
}
