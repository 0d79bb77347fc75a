import { didYouMean, type Rule } from "../rule.ts"

export const rule: Rule = {
  severity: "error",
  title: "An event comes from a webhook that the plan does not have",
  *check({ plan }) {
    const known = Object.keys(plan.webhooks)
    for (const [name, { from }] of Object.entries(plan.events))
      if (from !== undefined && !known.includes(from.webhook))
        yield { path: ["events", name, "from", "webhook"], message: `webhook "${from.webhook}" does not exist`, help: known.length === 0 ? "Declare it under webhooks" : didYouMean(from.webhook, known) }
  },
}
