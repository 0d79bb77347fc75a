import type { Rule } from "../program/program.ts"
import type { Runtime } from "../engine/runtime.ts"

/** A trigger group fires once, when every member has fired once (fact B4). */
export const watchGroups = (runtime: Runtime): ((rule: Rule) => void) => {
  const waiting = runtime.program.listeners
    .filter((listener) => listener.kind === "TRIGGER_GROUP" && (listener.members?.length ?? 0) > 0)
    .map((listener) => ({ id: listener.uniqueId, missing: new Set(listener.members) }))
  return (rule) => {
    for (const group of waiting) {
      if (!group.missing.delete(rule.triggerId) || group.missing.size > 0) continue
      runtime.push({ event: "gtm.triggerGroup", "gtm.triggers": group.id })
    }
  }
}
