import { builtInTypeOf } from "../../container/built-in-variables.ts"
import { builtIn, container, tag, template } from "../build.ts"
import { quote } from "../look.ts"
import type { Rule } from "../rule.ts"

export const rule: Rule = {
  severity: "error",
  title: "A built-in variable is used but not enabled",
  why: "A built-in works only when it stands in the list of enabled ones; otherwise it is an unknown variable.",
  fix: "Add it to builtInVariable (tagwright gtm lint --fix does).",
  bad: () => container("WEB", { tag: [tag(1, "a", "html", [template("html", "{{Page Path}}")])], builtInVariable: [builtIn("PAGE_URL", "Page URL")] }),
  good: () => container("WEB", { tag: [tag(1, "a", "html", [template("html", "{{Page Path}}")])], builtInVariable: [builtIn("PAGE_PATH", "Page Path")] }),
  *check(model) {
    const { accountId, containerId } = model.version
    const added = new Set<string>()
    for (const { name, path, from } of model.variableUses) {
      const type = builtInTypeOf(name)
      if (type === undefined || model.variables.has(name)) continue
      const edits = added.has(type) ? [] : [{ append: ["containerVersion", "builtInVariable"], value: { accountId, containerId, type, name } }]
      added.add(type)
      yield { path, message: `${from.kind} ${quote(from.name)} uses the built-in ${quote(name)}, which is not enabled`, ...(model.partial ? { severity: "warning" } : {}), edits }
    }
  },
}
