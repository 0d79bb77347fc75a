import { find } from "../../container/parameters.ts"
import { container, tag, template } from "../build.ts"
import { parameterPath, quote, tagsOf } from "../look.ts"
import type { Rule } from "../rule.ts"

export const rule: Rule = {
  severity: "warning",
  title: "GA4 as it was set up before September 2023",
  why: "Configuration tags became Google tags, and events have their own measurement id and eventSettingsTable. Old files may be converted on import or refused.",
  fix: "Open the tag in Tag Manager and save it, or rewrite it with measurementIdOverride and eventSettingsTable.",
  bad: () => container("WEB", { tag: [tag(1, "a", "gaawc", [template("measurementId", "G-AAAA000000")])] }),
  good: () => container("WEB", { tag: [tag(1, "a", "googtag", [template("tagId", "G-AAAA000000")])] }),
  *check(model) {
    for (const { tag: one, path } of tagsOf(model)) {
      if (one.type === "gaawc") yield { path, message: `tag ${quote(one.name)} is a GA4 configuration tag` }
      if (one.type !== "gaawe") continue
      if (find(one.parameter, "eventParameters")) yield { path: parameterPath(path, one.parameter, "eventParameters"), message: `GA4 event ${quote(one.name)} has its parameters in the old table` }
      if (find(one.parameter, "measurementId")?.type === "TAG_REFERENCE") yield { path: parameterPath(path, one.parameter, "measurementId"), message: `GA4 event ${quote(one.name)} takes its id from a configuration tag` }
    }
  },
}
