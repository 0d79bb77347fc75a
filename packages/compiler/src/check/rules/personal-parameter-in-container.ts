import { destinationTraits } from "@tagwright/formats"
import { privacyOf } from "../../resolve.ts"
import type { Rule } from "../rule.ts"

export const rule: Rule = {
  severity: "error",
  gate: "P1",
  title: "A personal parameter is meant for a destination that the container serves",
  *check({ plan }) {
    for (const [name, parameter] of Object.entries(plan.parameters)) {
      if (privacyOf(parameter) !== "personal" && privacyOf(parameter) !== "sensitive") continue
      for (const [index, id] of (parameter.only ?? []).entries()) {
        const type = plan.destinations[id]?.type
        if (type !== undefined && destinationTraits[type].carrier === "container")
          yield {
            path: ["parameters", name, "only", index],
            message: `personal parameter "${name}" would pass through the data layer to "${id}"`,
            help: "Personal values only go to destinations that the server serves (crm, mail, webhook)",
          }
      }
    }
  },
}
