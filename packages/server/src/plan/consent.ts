import type { CategoryChoice, ConsentType, ServerPlan } from "@tagwright/formats"
import type { NewDelivery } from "../store/model.ts"
import type { RoutePlan } from "./event.ts"

export type Permission = { granted: true } | { granted: false; reason: "consent_denied" | "consent_unknown" | "consent_withdrawn" }

const granted: Permission = { granted: true }

/** May something go this way, given the choice in force when it happened? Necessary ways need no choice. */
export const permitted = (route: RoutePlan, choice: CategoryChoice | undefined): Permission => {
  if (route.always) return granted
  if (choice === undefined) return { granted: false, reason: "consent_unknown" }
  return choice[route.category] === true ? granted : { granted: false, reason: "consent_denied" }
}

/** Asked again before every attempt: the event's own choice must allow it, and the person must not have withdrawn since. */
export const stillPermitted = (route: RoutePlan, atEvent: CategoryChoice | undefined, inForce: CategoryChoice | undefined): Permission => {
  const then = permitted(route, atEvent ?? inForce)
  if (!then.granted || inForce === undefined) return then
  return permitted(route, inForce).granted ? granted : { granted: false, reason: "consent_withdrawn" }
}

/** The deliveries an event starts with. What is not permitted is kept as `withheld`, with the reason: proof, not silence. */
export const routed = (routes: readonly RoutePlan[], choice: CategoryChoice | undefined, dueAt: number): NewDelivery[] =>
  routes.map((route) => {
    const permission = permitted(route, choice)
    const delivery = { destination: route.destination, dueAt, ...(route.ordered === true && { ordered: true }) }
    return permission.granted ? { ...delivery, state: "pending" } : { ...delivery, state: "withheld", reason: permission.reason }
  })

/** Global Privacy Control denies the plan's categories, whatever the banner says (Sec-GPC: 1). */
export const withPrivacyControl = (plan: ServerPlan, choice: CategoryChoice, signal: boolean): CategoryChoice =>
  signal && plan.consent.globalPrivacyControl.length > 0 ? { ...choice, ...Object.fromEntries(plan.consent.globalPrivacyControl.map((key) => [key, false])) } : choice

/** Does a choice grant one of Google's consent types? */
export const grantsType = (plan: ServerPlan, choice: CategoryChoice | undefined, type: ConsentType): boolean =>
  Object.entries(plan.consent.categories).some(([key, category]) => category.grants.includes(type) && (category.always || choice?.[key] === true))
