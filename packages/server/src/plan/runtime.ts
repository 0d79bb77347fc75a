import { Fault, type CategoryChoice, type PlanEnvironment, type ServerPlan, type WebhookOccasion } from "@tagwright/formats"
import { contactKindsOf } from "../identity/contacts.ts"
import type { SuppressionRule } from "../store/model.ts"
import { compileEvent, type CompiledEvent } from "./event.ts"

/** The plan, compiled for one environment. */
export interface PlanRuntime {
  plan: ServerPlan
  environmentName: string
  environment: PlanEnvironment
  events: ReadonlyMap<string, CompiledEvent>
  /** Events that a webhook's occasion stands for */
  eventsFrom(webhook: string, when: WebhookOccasion): CompiledEvent[]
  /** Destinations that a choice denies */
  deniedBy(choice: CategoryChoice): string[]
  /** How erased people are told there; undefined: the destination does no marketing, and what it is asked for goes on */
  suppressionAt(destination: string): SuppressionRule | undefined
}

export const compilePlan = (plan: ServerPlan, environmentName: string): PlanRuntime => {
  const environment = plan.site.environments[environmentName]
  if (environment === undefined)
    throw new Fault("caller", `the plan has no environment "${environmentName}"`, `Choose one of: ${Object.keys(plan.site.environments).join(", ")}`)
  const events = new Map(Object.values(plan.events).map((event) => [event.name, compileEvent(plan, event)]))
  const conditional = Object.values(plan.destinations).filter((one) => plan.consent.categories[one.consent]?.always !== true)
  const kinds = contactKindsOf(plan)
  const suppression = new Map(Object.values(plan.destinations).flatMap(({ id, marketing, consent }) => (marketing ? [[id, { kinds, category: consent }] as const] : [])))
  return {
    plan,
    environmentName,
    environment,
    events,
    eventsFrom: (webhook, when) => [...events.values()].filter(({ plan: { from } }) => from?.webhook === webhook && from.when === when),
    suppressionAt: (id) => suppression.get(id),
    deniedBy: (choice) => conditional.filter((one) => choice[one.consent] !== true).map((one) => one.id),
  }
}
