import type { PlanDestination } from "@tagwright/formats"
import type { Rule } from "../rule.ts"

/** Vendors that count by ids of their own: where our event finds its id. Undefined: the vendor goes by names. */
const idsOf = (destination: PlanDestination, fromServer: boolean): { key: string; ids: Record<string, string> } | undefined => {
  switch (destination.type) {
    case "google-ads":
      return fromServer ? { key: "conversions", ids: destination.conversions } : { key: "labels", ids: destination.labels }
    case "linkedin":
      return { key: "conversions", ids: destination.conversions }
    case "floodlight":
      return { key: "activityTags", ids: destination.activityTags }
    default:
      return undefined
  }
}

export const rule: Rule = {
  severity: "error",
  title: "An event goes to a vendor that counts by ids, and has none there",
  *check({ plan }) {
    for (const [name, event] of Object.entries(plan.events))
      for (const [index, id] of event.to.entries()) {
        const destination = plan.destinations[id]
        const found = destination && idsOf(destination, event.from !== undefined)
        if (found !== undefined && found.ids[name] === undefined)
          yield { path: ["events", name, "to", index], message: `"${name}" would be lost on its way to "${id}": destinations.${id}.${found.key} has no entry for it`, help: `Add the vendor's id to ${found.key}, or take "${id}" out of the event's to` }
      }
  },
}
