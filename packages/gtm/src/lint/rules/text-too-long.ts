import { container, tag, template } from "../build.ts"
import { parameterPath, quote } from "../look.ts"
import type { Rule } from "../rule.ts"

/** Reported by several tool makers; Google does not document them. */
const limits: Readonly<Record<string, { key: string; characters: number }>> = {
  "tag html": { key: "html", characters: 102_400 },
  "variable c": { key: "value", characters: 1024 },
}

export const rule: Rule = {
  severity: "warning",
  title: "A text is longer than Tag Manager accepts",
  why: "Custom HTML is reported to end at 102,400 characters, a constant at 1,024.",
  fix: "Split it, or load the script from your own server.",
  bad: () => container("WEB", { tag: [tag(1, "a", "html", [template("html", "x".repeat(102_401))])] }),
  good: () => container("WEB", { tag: [tag(1, "a", "html", [template("html", "x")])] }),
  *check({ entities }) {
    for (const { kind, type, name, path, parameters } of entities) {
      const limit = limits[`${kind} ${type}`]
      const parameter = limit && parameters.find(({ key }) => key === limit.key)
      const length = parameter && "value" in parameter ? (parameter.value?.length ?? 0) : 0
      if (limit && length > limit.characters) yield { path: parameterPath(path, parameters, limit.key), message: `${kind} ${quote(name)} has ${length} characters, the limit is ${limit.characters}` }
    }
  },
}
