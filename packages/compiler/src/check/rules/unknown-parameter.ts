import { didYouMean, type Rule } from "../rule.ts"

export const rule: Rule = {
  severity: "error",
  title: "An event has a parameter that is not in the dictionary",
  *check({ plan }) {
    const known = Object.keys(plan.parameters)
    for (const [name, event] of Object.entries(plan.events))
      for (const list of ["required", "optional"] as const)
        for (const [index, id] of event[list].entries())
          if (!known.includes(id)) yield { path: ["events", name, list, index], message: `parameter "${id}" is not in the dictionary`, help: didYouMean(id, known) }
  },
}
