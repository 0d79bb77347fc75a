import { privacyOf } from "../../resolve.ts"
import { quoted, type Rule } from "../rule.ts"

export const rule: Rule = {
  severity: "error",
  gate: "P1",
  title: "A personal parameter must name the destinations that may get it",
  *check({ plan }) {
    for (const [name, parameter] of Object.entries(plan.parameters)) {
      const privacy = privacyOf(parameter)
      if ((privacy === "personal" || privacy === "sensitive") && (parameter.only === undefined || parameter.only.length === 0))
        yield {
          path: ["parameters", name],
          message: `parameter "${name}" is ${privacy} and may go anywhere`,
          help: `Add only: […] with the destinations that need it, out of ${quoted(Object.keys(plan.destinations))}`,
        }
    }
  },
}
