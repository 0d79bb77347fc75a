import { builtInTriggers } from "../../container/built-in-triggers.ts"
import { container, tag } from "../build.ts"
import { quote } from "../look.ts"
import type { Rule } from "../rule.ts"

export const rule: Rule = {
  severity: "error",
  title: "A built-in trigger of the other container kind",
  why: "All Pages and the initialization triggers of web containers have other ids than those of server containers; the import is refused as an unknown trigger.",
  fix: "Use 2147479574 or a trigger of your own in server containers; 2147479553, 2147479572 or 2147479573 in web containers.",
  bad: () => container("SERVER", { tag: [tag(1, "a", "sgtmgaaw", [], ["2147479553"])] }),
  good: () => container("SERVER", { tag: [tag(1, "a", "sgtmgaaw", [], ["2147479574"])] }),
  *check({ triggerUses, kind }) {
    if (kind !== "web" && kind !== "server") return
    for (const { from, id, path } of triggerUses) {
      const found = builtInTriggers[id]
      if (found && found.kind !== kind) yield { path, message: `${from.kind} ${quote(from.name)} refers to ${quote(found.name)}, a built-in trigger of ${found.kind} containers` }
    }
  },
}
