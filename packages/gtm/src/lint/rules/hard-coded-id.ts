import { valueOf } from "../../container/parameters.ts"
import { container, tag, template, variable } from "../build.ts"
import { parameterPath, quote, tagsOf } from "../look.ts"
import type { Rule } from "../rule.ts"

const keys = ["measurementIdOverride", "measurementId", "tagId", "conversionId", "trackingId"] as const

export const rule: Rule = {
  severity: "info",
  title: "The same id is written into several tags",
  why: "When it changes, or differs between staging and production, one of them is forgotten.",
  fix: "Put it into a constant and refer to that.",
  bad: () =>
    container("WEB", { tag: [tag(1, "a", "gaawe", [template("eventName", "x"), template("measurementIdOverride", "G-AAAA000000")]), tag(2, "b", "gaawe", [template("eventName", "y"), template("measurementIdOverride", "G-AAAA000000")])] }),
  good: () =>
    container("WEB", {
      tag: [tag(1, "a", "gaawe", [template("eventName", "x"), template("measurementIdOverride", "{{id}}")]), tag(2, "b", "gaawe", [template("eventName", "y"), template("measurementIdOverride", "{{id}}")])],
      variable: [variable(3, "id", "c", [template("value", "G-AAAA000000")])],
    }),
  *check(model) {
    const places = new Map<string, { name: string; path: readonly (string | number)[] }[]>()
    for (const { tag: one, path } of tagsOf(model))
      for (const key of keys) {
        const id = valueOf(one.parameter, key)
        if (id && id !== "none" && !id.includes("{{") && one.parameter?.some((parameter) => parameter.key === key && parameter.type === "TEMPLATE"))
          places.set(id, [...(places.get(id) ?? []), { name: one.name, path: parameterPath(path, one.parameter, key) }])
      }
    for (const [id, [first, ...others]] of places)
      if (first && others.length > 0) yield { path: first.path, message: `the id ${quote(id)} is written into ${others.length + 1} tags, first into ${quote(first.name)}` }
  },
}
