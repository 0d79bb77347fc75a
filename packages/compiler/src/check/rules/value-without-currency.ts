import type { Rule } from "../rule.ts"

export const rule: Rule = {
  severity: "warning",
  title: "Money without its currency",
  *check({ plan }) {
    const ofType = (type: string, names: readonly string[]) => names.filter((name) => plan.parameters[name]?.type === type)
    for (const [name, event] of Object.entries(plan.events)) {
      const all = [...event.required, ...event.optional]
      if (ofType("money", all).length > 0 && ofType("currency", all).length === 0)
        yield { path: ["events", name], message: `event "${name}" carries money but no currency`, help: "Add a parameter of type currency: GA4 drops a value without one" }
    }
  },
}
