import { builtInTriggers, firstBuiltInTriggerId } from "../../container/built-in-triggers.ts"
import { builtIn, container, customEvent, tag } from "../build.ts"
import { quote } from "../look.ts"
import type { Rule } from "../rule.ts"

export const rule: Rule = {
  severity: "error",
  title: "A reference to a trigger that is not there",
  why: "The import is refused: “Tag references an unknown trigger”.",
  fix: "Add the trigger, or correct the id.",
  bad: () => container("WEB", { tag: [tag(1, "a", "html", [], ["7"])], trigger: [customEvent(8, "b", "b")], builtInVariable: [builtIn("EVENT", "Event")] }),
  good: () => container("WEB", { tag: [tag(1, "a", "html", [], ["8", "2147479553"])], trigger: [customEvent(8, "b", "b")] }),
  *check({ triggerUses, triggers, partial, kind }) {
    for (const { from, id, path } of triggerUses) {
      if (triggers.has(id) || Object.hasOwn(builtInTriggers, id)) continue
      // Google may have added built-in triggers; AMP and mobile containers have their own.
      const doubtful = partial || Number(id) >= firstBuiltInTriggerId || (kind !== "web" && kind !== "server")
      yield { path, message: `${from.kind} ${quote(from.name)} refers to the trigger ${quote(id)}, which is not there`, ...(doubtful ? { severity: "warning" } : {}) }
    }
  },
}
