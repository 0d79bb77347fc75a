import { consentTypes, type CategoryChoice, type ConsentType, type ResolvedDestination, type ResolvedPlan, type Where } from "@tagwright/formats"
import type { Observed } from "../gate.ts"

/** Whether a category may be used under this choice. No choice yet: only what needs none. */
export const allowsCategory = (plan: ResolvedPlan, category: string, choice: CategoryChoice | undefined): boolean =>
  plan.consent.categories[category]?.always === true || choice?.[category] === true

export const allows = (plan: ResolvedPlan, destination: ResolvedDestination, choice: CategoryChoice | undefined): boolean =>
  allowsCategory(plan, destination.consent, choice)

/** The consent types that are granted under this choice. A type that no category grants stays denied. */
export const grantedTypes = (plan: ResolvedPlan, choice: CategoryChoice | undefined): ReadonlySet<ConsentType> => {
  const open = Object.entries(plan.consent.categories).filter(([name]) => allowsCategory(plan, name, choice))
  return new Set(consentTypes.filter((type) => open.some(([, { grants }]) => grants.includes(type))))
}

/** The types that some region grants before any choice. */
export const regionalTypes = (plan: ResolvedPlan): ReadonlySet<ConsentType> =>
  new Set(plan.consent.regions.flatMap(({ grant }) => grant.flatMap((category) => plan.consent.categories[category]?.grants ?? [])))

export const samePlace = (a: Where, b: Where): boolean => a.scenario === b.scenario && a.journey === b.journey

/** The visitor's choice at the end of a step: the newest one of the journey so far. */
export const choiceAt = (steps: readonly Observed<"step">[], where: Where): CategoryChoice | undefined =>
  steps.findLast((step) => samePlace(step, where) && step.step <= where.step && step.choice !== undefined)?.choice

/** "all / cold visitor buys / step 3": how messages name a place. Steps are shown from 1. */
export const placeName = (where: Where): string => `${where.scenario} / ${where.journey} / ${where.step < 0 ? "before the first step" : `step ${where.step + 1}`}`
