import { destinationTraits, type PlanDestination } from "@tagwright/formats"
import { quoted, type Rule } from "../rule.ts"

/** Types whose tags in the page need no secret: for server events they do. */
const secretForServer = new Set<PlanDestination["type"]>(["meta", "google-ads", "linkedin", "tiktok"])

/** What keeps our server from delivering there; undefined: nothing. */
const obstacle = (destination: PlanDestination): string | undefined => {
  if (!destinationTraits[destination.type].server) return "only tags in the page reach it"
  if (secretForServer.has(destination.type) && !("secret" in destination && destination.secret !== undefined)) return "server events need its secret"
  if (destination.type === "google-ads" && destination.customerId === undefined) return "server events need its customerId"
  return undefined
}

export const rule: Rule = {
  severity: "error",
  title: "A server event is meant for a destination that the server cannot reach",
  *check({ plan }) {
    const reachable = Object.entries(plan.destinations).flatMap(([id, destination]) => (obstacle(destination) === undefined ? [id] : []))
    for (const [name, event] of Object.entries(plan.events))
      for (const [index, id] of event.to.entries()) {
        const destination = plan.destinations[id]
        const why = event.from === undefined || destination === undefined ? undefined : obstacle(destination)
        if (why !== undefined) yield { path: ["events", name, "to", index], message: `server event "${name}" cannot be delivered to "${id}": ${why}`, help: `Complete the destination, or choose among ${quoted(reachable)}` }
      }
  },
}
