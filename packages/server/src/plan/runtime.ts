import { Fault, type CategoryChoice, type PlanEnvironment, type ServerPlan, type WebhookOccasion } from "@tagwright/formats"
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
}

export const compilePlan = (plan: ServerPlan, environmentName: string): PlanRuntime => {
  const environment = plan.site.environments[environmentName]
  if (environment === undefined)
    throw new Fault("caller", `the plan has no environment "${environmentName}"`, `Choose one of: ${Object.keys(plan.site.environments).join(", ")}`)
  const events = new Map(Object.values(plan.events).map((event) => [event.name, compileEvent(plan, event)]))
  const conditional = Object.values(plan.destinations).filter((one) => plan.consent.categories[one.consent]?.always !== true)
  return {
    plan,
    environmentName,
    environment,
    events,
    eventsFrom: (webhook, when) => [...events.values()].filter(({ plan: { from } }) => from?.webhook === webhook && from.when === when),
    deniedBy: (choice) => conditional.filter((one) => choice[one.consent] !== true).map((one) => one.id),
  }
}
