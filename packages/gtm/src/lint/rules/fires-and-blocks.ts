import { container, customEvent, tag } from "../build.ts"
import { quote, tagsOf } from "../look.ts"
import type { Rule } from "../rule.ts"

export const rule: Rule = {
  severity: "warning",
  title: "One trigger both fires and blocks a tag",
  why: "Blocking always wins, so this trigger never fires the tag.",
  fix: "Remove it from one of the two lists.",
  bad: () => container("WEB", { tag: [tag(1, "a", "html", [], ["5"], { blockingTriggerId: ["5"] })], trigger: [customEvent(5, "t", "t")] }),
  good: () => container("WEB", { tag: [tag(1, "a", "html", [], ["5"], { blockingTriggerId: ["6"] })], trigger: [customEvent(5, "t", "t"), customEvent(6, "u", "t")] }),
  *check(model) {
    for (const { tag: one, path } of tagsOf(model))
      for (const [index, id] of (one.blockingTriggerId ?? []).entries())
        if (one.firingTriggerId?.includes(id)) yield { path: [...path, "blockingTriggerId", index], message: `tag ${quote(one.name)} is fired and blocked by ${quote(model.triggers.get(id)?.name ?? id)}` }
  },
}
