import { choosesByCategory } from "./controls.ts"
import type { CategoryChoice, QaPlan, Scenario } from "@tagwright/formats"

const optional = (plan: QaPlan): string[] => Object.entries(plan.consent.categories).flatMap(([name, category]) => (category.always ? [] : [name]))

/** `all`, `none`, and one scenario per category that the visitor may choose by itself, named after it. */
export const scenariosOf = (plan: QaPlan): Scenario[] => ["all", "none", ...(choosesByCategory(plan) ? optional(plan) : [])]

/** What the visitor of a scenario chooses. Categories that need no choice are always on. */
export const choiceOf = (plan: QaPlan, scenario: Scenario): CategoryChoice =>
  Object.fromEntries(
    Object.entries(plan.consent.categories).map(([name, category]) => [name, category.always || scenario === "all" || scenario === name]),
  )
