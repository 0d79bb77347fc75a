import { text } from "../../container/parameters.ts"
import { container, trigger } from "../build.ts"
import { quote, triggersOf } from "../look.ts"
import type { Rule } from "../rule.ts"

const timer = (limit?: string) => container("WEB", { trigger: [trigger(1, "a", "TIMER", { interval: { type: "TEMPLATE", value: "5000" }, limit: { type: "TEMPLATE", ...(limit === undefined ? {} : { value: limit }) } })] })

export const rule: Rule = {
  severity: "warning",
  title: "A timer without limit",
  why: "It fires for as long as the page is open: hours of events from one forgotten tab.",
  fix: "Set a limit.",
  bad: () => timer(),
  good: () => timer("1"),
  *check(model) {
    for (const { trigger: one, path } of triggersOf(model)) if (one.type === "TIMER" && !text(one.limit)) yield { path, message: `timer ${quote(one.name)} never stops` }
  },
}
