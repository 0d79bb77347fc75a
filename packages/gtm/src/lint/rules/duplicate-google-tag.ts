import { valueOf } from "../../container/parameters.ts"
import { container, tag, template } from "../build.ts"
import { constantOf, quote, tagsOf } from "../look.ts"
import type { Rule } from "../rule.ts"

export const rule: Rule = {
  severity: "warning",
  title: "Two tags load the same Google tag",
  why: "Page views and sessions are counted twice, and settings of one overwrite the other's.",
  fix: "Keep one Google tag per id and give it every trigger it needs.",
  bad: () => container("WEB", { tag: [tag(1, "a", "googtag", [template("tagId", "G-AAAA000000")]), tag(2, "b", "googtag", [template("tagId", "G-AAAA000000")])] }),
  good: () => container("WEB", { tag: [tag(1, "a", "googtag", [template("tagId", "G-AAAA000000")]), tag(2, "b", "googtag", [template("tagId", "G-BBBB000000")])] }),
  *check(model) {
    const first = new Map<string, string>()
    for (const { tag: one, path } of tagsOf(model)) {
      if ((one.type !== "googtag" && one.type !== "gaawc") || one.paused) continue
      const id = valueOf(one.parameter, one.type === "googtag" ? "tagId" : "measurementId")
      const key = constantOf(model, id) ?? id
      if (!key) continue
      const owner = first.get(key)
      if (owner) yield { path, message: `tag ${quote(one.name)} loads the same Google tag as ${quote(owner)}` }
      else first.set(key, one.name)
    }
  },
}
