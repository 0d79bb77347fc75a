import { didYouMean, type Rule } from "../rule.ts"

export const rule: Rule = {
  severity: "error",
  title: "A destination is named that the plan does not have",
  *check({ plan }) {
    const known = Object.keys(plan.destinations)
    for (const [name, { to }] of Object.entries(plan.events))
      for (const [index, id] of to.entries())
        if (!known.includes(id)) yield { path: ["events", name, "to", index], message: `destination "${id}" does not exist`, help: didYouMean(id, known) }
    for (const [name, { only }] of Object.entries(plan.parameters))
      for (const [index, id] of (only ?? []).entries())
        if (!known.includes(id)) yield { path: ["parameters", name, "only", index], message: `destination "${id}" does not exist`, help: didYouMean(id, known) }
  },
}
