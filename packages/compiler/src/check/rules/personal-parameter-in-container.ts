import { destinationTraits, type Plan } from "@tagwright/formats"
import { privacyOf } from "../../resolve.ts"
import type { Rule } from "../rule.ts"

/** Our server hashes what it sends there ("enhanced" or "advanced" matching); GA4 must get nothing of the kind, hashed or not. */
const hashedByServer = new Set<string>(["meta", "google-ads", "linkedin", "tiktok"])

/** Does a browser event take this parameter to that destination? Then it would pass through the data layer. */
const goesByContainer = ({ events }: Plan, parameter: string, destination: string): boolean =>
  Object.values(events).some(({ from, required, optional, to }) => from === undefined && to.includes(destination) && [...required, ...optional].includes(parameter))

export const rule: Rule = {
  severity: "error",
  gate: "P1",
  title: "A personal parameter is meant for a destination that the container serves",
  *check({ plan }) {
    for (const [name, parameter] of Object.entries(plan.parameters)) {
      if (privacyOf(parameter) !== "personal" && privacyOf(parameter) !== "sensitive") continue
      for (const [index, id] of (parameter.only ?? []).entries()) {
        const type = plan.destinations[id]?.type
        if (type === undefined || destinationTraits[type].carrier !== "container") continue
        if (hashedByServer.has(type) && privacyOf(parameter) === "personal" && !goesByContainer(plan, name, id)) continue
        yield {
          path: ["parameters", name, "only", index],
          message: `personal parameter "${name}" would pass through the data layer to "${id}"`,
          help: "Personal values go to destinations that the server serves (crm, mail, webhook), and hashed with server events to Meta, Google Ads, LinkedIn and TikTok",
        }
      }
    }
  },
}
