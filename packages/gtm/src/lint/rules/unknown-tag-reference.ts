import { container, tag, transformation } from "../build.ts"
import { quote } from "../look.ts"
import type { Rule } from "../rule.ts"

const affecting = (name: string) =>
  container("SERVER", {
    tag: [tag(1, "GA4", "sgtmgaaw", [])],
    transformation: [transformation(2, "mark", "tf_augment_event", [{ type: "LIST", key: "affectedTags", list: [{ type: "MAP", map: [{ type: "TAG_REFERENCE", key: "tagReference", value: name }] }] }])],
  })

export const rule: Rule = {
  severity: "error",
  title: "A parameter refers to a tag that is not there",
  why: "Old GA4 events take their measurement id from a configuration tag, transformations name the tags they change; without that tag there is nothing to take.",
  fix: "Correct the tag's name, or give the GA4 event a measurement id of its own.",
  bad: () => affecting("gone"),
  good: () => affecting("GA4"),
  *check({ tagUses, tags, partial }) {
    for (const { from, name, path, role } of tagUses) {
      // "none" is what Tag Manager itself wrote when a measurement id stood beside it.
      if (role !== "parameter" || tags.has(name) || name === "" || name === "none") continue
      // Tag Manager turned configuration tags into Google tags in 2023; exports from around then are in between.
      yield { path, message: `${from.kind} ${quote(from.name)} refers to the tag ${quote(name)}, which is not there`, ...(partial || from.type === "gaawe" ? { severity: "warning" } : {}) }
    }
  },
}
