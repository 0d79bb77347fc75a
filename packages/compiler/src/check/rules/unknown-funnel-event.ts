import { didYouMean, type Rule } from "../rule.ts"

export const rule: Rule = {
  severity: "error",
  title: "The funnel has a step of an event that the plan does not have",
  *check({ plan }) {
    const known = Object.keys(plan.events)
    for (const [at, { events }] of plan.funnel.entries())
      for (const [index, name] of events.entries())
        if (!known.includes(name)) yield { path: ["funnel", at, "events", index], message: `event "${name}" does not exist`, help: didYouMean(name, known) }
  },
}
