import { builtInTypeOf } from "../../container/built-in-variables.ts"
import { builtIn, container, dlv, tag, template } from "../build.ts"
import { quote } from "../look.ts"
import { isKnownVariable } from "../model.ts"
import type { Rule } from "../rule.ts"

/** Inside code, double braces can be code. A name with these characters is taken for that. */
const codeLike = /[;=<>()[\]"'`\\]/

export const rule: Rule = {
  severity: "error",
  title: "A reference to a variable that is not there",
  why: "Preview and publish fail with unknownMacroInstance. Names are exact and case-sensitive.",
  fix: "Create the variable, or correct the name between the braces.",
  bad: () => container("WEB", { tag: [tag(1, "a", "html", [template("html", "{{gone}}")])], variable: [dlv(2, "here", "here")], builtInVariable: [builtIn("EVENT", "Event")] }),
  good: () => container("WEB", { tag: [tag(1, "a", "html", [template("html", "{{here}}")])], variable: [dlv(2, "here", "here")] }),
  *check(model) {
    for (const use of model.variableUses) {
      if (isKnownVariable(model, use) || builtInTypeOf(use.name) !== undefined || codeLike.test(use.name)) continue
      const near = [...model.variables.keys()].find((name) => name.toLowerCase().trim() === use.name.toLowerCase().trim())
      yield {
        path: use.path,
        message: `${use.from.kind} ${quote(use.from.name)} refers to the variable ${quote(use.name)}, which is not there`,
        ...(model.partial ? { severity: "warning" } : {}),
        ...(near === undefined ? {} : { help: `Write {{${near}}}.` }),
      }
    }
  },
}
