import { destinationTraits, type Plan, type PlanParameter, type PrivacyClass, type ResolvedDestination, type ResolvedEvent, type ResolvedParameter, type ResolvedPlan } from "@tagwright/formats"

/** Email, phone and name are personal unless the plan says otherwise. */
export const privacyOf = ({ privacy, type }: PlanParameter): PrivacyClass =>
  privacy ?? (type === "email" || type === "phone" || type === "name" ? "personal" : "none")

/** Fills in what follows from the plan. Takes a plan that passed every check. */
export const resolve = ({ $schema: _, ...plan }: Plan): ResolvedPlan => ({
  ...plan,
  parameters: mapValues(plan.parameters, (id, parameter): ResolvedParameter => ({ ...parameter, id, privacy: privacyOf(parameter) })),
  destinations: mapValues(plan.destinations, (id, destination): ResolvedDestination => {
    const traits = destinationTraits[destination.type]
    const hosts = destination.type === "pixel" || destination.type === "webhook" ? [new URL(destination.url.replaceAll(/\{\{.*?\}\}/g, "")).host] : traits.hosts
    return { ...traits, ...destination, id, hosts, marketing: destination.marketing ?? traits.marketing }
  }),
  events: mapValues(plan.events, (name, event): ResolvedEvent => ({ ...event, name, source: event.from === undefined ? "browser" : "server" })),
})

const mapValues = <A, B>(record: Record<string, A>, change: (key: string, value: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(key, value)]))
