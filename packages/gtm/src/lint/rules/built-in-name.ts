import { builtInVariables } from "../../container/built-in-variables.ts"
import { builtIn, container, tag, template } from "../build.ts"
import { quote } from "../look.ts"
import type { Rule } from "../rule.ts"

const used = tag(1, "t", "html", [template("html", "{{Scroll Direction}}{{Scroll Depth Direction}}")])

export const rule: Rule = {
  severity: "warning",
  title: "A built-in variable stands under another name than its own",
  why: "Type and name belong together: SCROLL_DEPTH_DIRECTION is “Scroll Direction”, ELEMENT_VISIBILITY_RATIO is “Percent Visible”.",
  fix: "Use the name that Tag Manager shows.",
  bad: () => container("WEB", { tag: [used], builtInVariable: [builtIn("SCROLL_DEPTH_DIRECTION", "Scroll Depth Direction")] }),
  good: () => container("WEB", { tag: [used], builtInVariable: [builtIn("SCROLL_DEPTH_DIRECTION", "Scroll Direction")] }),
  *check({ version }) {
    for (const [index, { type, name }] of (version.builtInVariable ?? []).entries()) {
      const expected = builtInVariables[type]
      if (expected !== undefined && expected !== name) yield { path: ["containerVersion", "builtInVariable", index, "name"], message: `built-in ${type} is named ${quote(name)}, not ${quote(expected)}` }
    }
  },
}
