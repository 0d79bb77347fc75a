import type { Rule } from "../rule.ts"

export const rule: Rule = {
  severity: "error",
  title: "An event must come from exactly one place: the page or a webhook",
  *check({ plan }) {
    for (const [name, event] of Object.entries(plan.events)) {
      if (event.on === undefined && event.from === undefined)
        yield { path: ["events", name], message: `event "${name}" comes from nowhere`, help: "Say on: { click: … } (or submit, load, visible, call …), or from: { webhook: …, when: … }" }
      if (event.on !== undefined && event.from !== undefined)
        yield { path: ["events", name, "from"], message: `event "${name}" comes from the page and from a webhook`, help: "Keep one; the same thing counted twice is two events" }
    }
  },
}
