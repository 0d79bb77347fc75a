import { valueOf } from "../../container/parameters.ts"
import { container, tag, template } from "../build.ts"
import { quote } from "../look.ts"
import type { Rule } from "../rule.ts"

export const rule: Rule = {
  severity: "error",
  title: "A parameter refers to a tag that is not there",
  why: "Old GA4 events take their measurement id from a configuration tag, transformations name the tags they change; without that tag there is nothing to take.",
  fix: "Correct the tag's name, or give the GA4 event a measurement id of its own.",
  bad: () => container("WEB", { tag: [tag(1, "a", "gaawe", [template("eventName", "x"), { type: "TAG_REFERENCE", key: "measurementId", value: "gone" }])] }),
  good: () =>
    container("WEB", {
      tag: [tag(1, "a", "gaawe", [template("eventName", "x"), { type: "TAG_REFERENCE", key: "measurementId", value: "config" }]), tag(2, "config", "gaawc", [template("measurementId", "G-AAAA000000")])],
    }),
  *check({ tagUses, tags, partial }) {
    for (const { from, name, path, role } of tagUses) {
      // "none" is what Tag Manager itself wrote when a measurement id stood beside it.
      if (role !== "parameter" || tags.has(name) || name === "" || name === "none") continue
      const hasOther = valueOf(from.parameters, "measurementIdOverride") !== undefined
      yield { path, message: `${from.kind} ${quote(from.name)} refers to the tag ${quote(name)}, which is not there`, ...(partial || hasOther ? { severity: "warning" } : {}) }
    }
  },
}
