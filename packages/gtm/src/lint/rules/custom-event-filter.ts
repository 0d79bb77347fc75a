import { conditionParts } from "../../container/parameters.ts"
import { condition, container, customEvent, trigger } from "../build.ts"
import { quote, triggersOf } from "../look.ts"
import type { Rule } from "../rule.ts"

export const rule: Rule = {
  severity: "error",
  title: "A custom event trigger without exactly one event condition",
  why: "The import is refused: “Custom-event trigger must have exactly one custom-event filter”. Its left side is always {{_event}}.",
  fix: "Put one condition on {{_event}} into customEventFilter and all others into filter.",
  bad: () => container("WEB", { trigger: [trigger(1, "a", "CUSTOM_EVENT", { filter: [condition("EQUALS", "{{_event}}", "x")] })] }),
  good: () => container("WEB", { trigger: [customEvent(1, "a", "x")] }),
  *check(model) {
    if (model.kind !== "web" && model.kind !== "server") return
    for (const { trigger: one, path } of triggersOf(model)) {
      if (one.type !== "CUSTOM_EVENT") continue
      const filters = one.customEventFilter ?? []
      if (filters.length !== 1) yield { path: filters.length === 0 ? path : [...path, "customEventFilter"], message: `trigger ${quote(one.name)} has ${filters.length} event conditions` }
      const [only] = filters
      if (filters.length !== 1 || only === undefined) continue
      const { subject } = conditionParts(only)
      if (subject !== "{{_event}}") yield { path: [...path, "customEventFilter", 0], message: `trigger ${quote(one.name)} compares ${quote(subject)} where {{_event}} belongs` }
    }
  },
}
