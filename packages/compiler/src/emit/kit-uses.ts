import { destinationTraits, usesServer, type ResolvedEvent, type ResolvedParameter, type ResolvedPlan } from "@tagwright/formats"
import { pick } from "./kit-code.ts"

/** What of a plan concerns the page. */
export interface Uses {
  events: Record<string, ResolvedEvent>
  parameters: Record<string, ResolvedParameter>
  /** Event → consent categories of the destinations our server carries it to */
  carried: Record<string, string[]>
  /** The server carries something, or has to find the person of a payment again */
  server: boolean
  /** The campaign is of use */
  attribution: boolean
  /** Some text that may hold personal data can reach a message or the server */
  guarded: boolean
}

export const paramsOf = ({ required, optional }: ResolvedEvent): string[] => [...required, ...optional]
export const isPersonal = ({ privacy }: ResolvedParameter): boolean => privacy === "personal" || privacy === "sensitive"

export const usesOf = (plan: ResolvedPlan): Uses => {
  const events = pick(plan.events, ({ source }) => source === "browser")
  const names = new Set(Object.values(events).flatMap(paramsOf))
  const parameters = pick(plan.parameters, ({ id }) => names.has(id))
  const server = usesServer(plan)
  const attribution = server || Object.values(events).some(({ attach }) => attach.includes("attribution"))
  return {
    events,
    parameters,
    carried: Object.fromEntries(Object.values(events).flatMap((event) => (byServer(plan, event)[0] === undefined ? [] : [[event.name, byServer(plan, event)]]))),
    server,
    attribution,
    // Numbers and closed lists cannot hold an address. Pages' addresses and campaigns can.
    guarded: server || attribution || Object.values(parameters).some(({ type, oneOf }) => oneOf === undefined && !closed.has(type)),
  }
}

const closed = new Set<ResolvedParameter["type"]>(["integer", "number", "boolean", "money", "currency"])

const byServer = (plan: ResolvedPlan, event: ResolvedEvent): string[] => {
  const categories = event.to.flatMap((id) => {
    const destination = plan.destinations[id]
    return destination && destinationTraits[destination.type].carrier === "server" ? [destination.consent] : []
  })
  return [...new Set(categories)]
}
