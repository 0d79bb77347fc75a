import { defaultJourneys } from "./default-journey.ts"
import { digestOf, type QaPlan, type ResolvedPlan, type ServerPlan } from "@tagwright/formats"

const text = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`

export const planFile = (plan: ResolvedPlan): string => text(plan)

export const serverPlanFile = (plan: ResolvedPlan): string => {
  const { version, site, consent, destinations, parameters, events, webhooks, identity, attribution, retention, funnel, operations } = plan
  const document: ServerPlan = { version, planDigest: digestOf(plan), site, consent, destinations, parameters, events, webhooks, identity, attribution, retention, funnel, operations }
  return text(document)
}

export const qaPlanFile = (plan: ResolvedPlan): string => {
  const { version, site, consent, destinations, parameters, events, pages, webhooks, identity, attribution, waivers, thresholds } = plan
  const journeys = Object.keys(plan.journeys).length === 0 ? defaultJourneys(plan) : plan.journeys
  const document: QaPlan = { version, planDigest: digestOf(plan), site, consent, destinations, parameters, events, pages, webhooks, identity, attribution, waivers, journeys, thresholds }
  return text(document)
}
