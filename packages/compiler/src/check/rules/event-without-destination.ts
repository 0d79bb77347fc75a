import type { Rule } from "../rule.ts"

export const rule: Rule = {
  severity: "warning",
  title: "An event goes nowhere",
  *check({ plan }) {
    for (const [name, event] of Object.entries(plan.events))
      if (event.to.length === 0) yield { path: ["events", name], message: `event "${name}" has no destination`, help: "Name destinations in to: […], or remove the event" }
  },
}
