import { conditionParts } from "../../container/parameters.ts"
import type { Trigger } from "@tagwright/formats"
import { container, customEvent, tag } from "../build.ts"
import { quote, tagsOf } from "../look.ts"
import type { Rule } from "../rule.ts"

export const rule: Rule = {
  severity: "warning",
  title: "An exception for an event on which the tag never fires",
  why: "An exception blocks only when it is true on the very event that fires the tag; this one never is.",
  fix: "Use a custom event trigger that matches RegEx .* with the condition that shall block.",
  bad: () => container("WEB", { tag: [tag(1, "a", "html", [], ["5"], { blockingTriggerId: ["6"] })], trigger: [customEvent(5, "t", "one"), customEvent(6, "u", "two")] }),
  good: () => container("WEB", { tag: [tag(1, "a", "html", [], ["5"], { blockingTriggerId: ["6"] })], trigger: [customEvent(5, "t", "one"), customEvent(6, "u", "one")] }),
  *check(model) {
    const events = new Map((model.version.trigger ?? []).map((trigger) => [trigger.triggerId, eventOf(trigger)]))
    for (const { tag: one, path } of tagsOf(model)) {
      const firing = (one.firingTriggerId ?? []).map((id) => events.get(id))
      // Only exact event names can be compared; everything else might meet.
      if (firing.length === 0 || firing.includes(undefined)) continue
      for (const [index, id] of (one.blockingTriggerId ?? []).entries()) {
        const event = events.get(id)
        if (event !== undefined && !firing.includes(event)) yield { path: [...path, "blockingTriggerId", index], message: `tag ${quote(one.name)} never fires on ${quote(event)}, so its exception never applies` }
      }
    }
  },
}

const eventOf = (trigger: Trigger): string | undefined => {
  const [filter] = trigger.customEventFilter ?? []
  if (trigger.type !== "CUSTOM_EVENT" || filter?.type !== "EQUALS") return undefined
  const { operand, negate } = conditionParts(filter)
  return negate || operand.includes("{{") ? undefined : operand
}
