import { destinationTraits } from "@tagwright/formats"
import type { Rule } from "../rule.ts"

export const rule: Rule = {
  severity: "error",
  gate: "P3",
  title: "A marketing destination must need a consent that the visitor can refuse",
  *check({ plan }) {
    for (const [id, destination] of Object.entries(plan.destinations)) {
      const marketing = destination.marketing ?? destinationTraits[destination.type].marketing
      if (marketing && plan.consent.categories[destination.consent]?.always === true)
        yield {
          path: ["destinations", id, "consent"],
          message: `marketing destination "${id}" would run without being asked: category "${destination.consent}" is always granted`,
          help: "Name a category the visitor chooses, or say marketing: false with the reason in describe",
        }
    }
  },
}
