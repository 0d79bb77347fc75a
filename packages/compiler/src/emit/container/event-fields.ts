import type { ResolvedEvent, ResolvedPlan } from "@tagwright/formats"

/** Keys that the kit adds to a data layer message, besides the event's own parameters. */
export const kitFields = (event: ResolvedEvent, plan: ResolvedPlan): string[] => [
  "event_id",
  "test_mode",
  ...(event.attach.includes("identity") ? ["lead_id"] : []),
  ...(event.attach.includes("attribution") ? plan.attribution.campaign.map((key) => `last_${key}`) : []),
]

/** The event's parameters that may pass through the data layer. */
export const dataLayerParameters = (event: ResolvedEvent, plan: ResolvedPlan): string[] =>
  [...event.required, ...event.optional].filter((name) => {
    const privacy = plan.parameters[name]?.privacy
    return privacy === "none" || privacy === "pseudonymous"
  })

/** A parameter that names its destinations goes to no other. */
export const parametersFor = (destination: string, event: ResolvedEvent, plan: ResolvedPlan): string[] =>
  dataLayerParameters(event, plan).filter((name) => plan.parameters[name]?.only?.includes(destination) ?? true)
