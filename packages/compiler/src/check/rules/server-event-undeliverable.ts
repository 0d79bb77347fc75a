import { destinationTraits } from "@tagwright/formats"
import { quoted, type Rule } from "../rule.ts"

export const rule: Rule = {
  severity: "error",
  title: "A server event is meant for a destination that the server cannot reach",
  *check({ plan }) {
    const reachable = Object.entries(plan.destinations).flatMap(([id, { type }]) => (destinationTraits[type].server ? [id] : []))
    for (const [name, event] of Object.entries(plan.events))
      for (const [index, id] of event.to.entries())
        if (event.from !== undefined && plan.destinations[id] !== undefined && !reachable.includes(id))
          yield { path: ["events", name, "to", index], message: `server event "${name}" cannot be delivered to "${id}"`, help: `Server events go to ${quoted(reachable)}` }
  },
}
