import { find, valueOf } from "../../container/parameters.ts"
import { container, tag, template } from "../build.ts"
import { quote, tagsOf } from "../look.ts"
import type { Rule } from "../rule.ts"

export const rule: Rule = {
  severity: "error",
  title: "A GA4 event tag without measurement id",
  why: "Since the Google tag replaced the configuration tag, an event without measurementIdOverride is refused on import.",
  fix: "Set measurementIdOverride to the measurement id or to a constant that holds it.",
  bad: () => container("WEB", { tag: [tag(1, "a", "gaawe", [template("eventName", "x")])] }),
  good: () => container("WEB", { tag: [tag(1, "a", "gaawe", [template("eventName", "x"), template("measurementIdOverride", "G-AAAA000000")])] }),
  *check(model) {
    for (const { tag: { name, type, parameter }, path } of tagsOf(model)) {
      if (type !== "gaawe" || valueOf(parameter, "measurementIdOverride")) continue
      const old = find(parameter, "measurementId")
      const fromConfig = old?.type === "TAG_REFERENCE" || (valueOf(parameter, "measurementId") ?? "none") !== "none"
      if (!fromConfig) yield { path, message: `GA4 event ${quote(name)} says neither which property it belongs to nor which configuration tag` }
    }
  },
}
