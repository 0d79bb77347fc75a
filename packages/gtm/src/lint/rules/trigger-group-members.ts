import { container, customEvent, trigger } from "../build.ts"
import { quote, triggersOf } from "../look.ts"
import type { Rule } from "../rule.ts"
import { groupMembers } from "../uses.ts"

const group = (...ids: string[]) =>
  container("WEB", {
    trigger: [trigger(1, "g", "TRIGGER_GROUP", { parameter: [{ type: "LIST", key: "triggerIds", list: ids.map((value) => ({ type: "TRIGGER_REFERENCE", value })) }] }), customEvent(2, "a", "a"), customEvent(3, "b", "b")],
  })

export const rule: Rule = {
  severity: "warning",
  title: "A trigger group with fewer than two members, or one that holds itself",
  why: "An empty group never fires; a group of one is its member with a detour; a group that waits for itself never fires.",
  fix: "Add the missing members, or use the single trigger directly.",
  bad: () => group("2"),
  good: () => group("2", "3"),
  *check(model) {
    for (const { trigger: one, path } of triggersOf(model)) {
      if (one.type !== "TRIGGER_GROUP") continue
      const members = groupMembers(one.parameter ?? [])
      if (members.includes(one.triggerId)) yield { path, message: `trigger group ${quote(one.name)} waits for itself` }
      else if (members.length < 2) yield { path, message: `trigger group ${quote(one.name)} has ${members.length === 0 ? "no member" : "one member"}` }
    }
  },
}
