import { useData } from "./api.ts"

/** What the plan names, for filters. */
export interface PlanNames {
  events: readonly string[]
  webhooks: readonly string[]
  destinations: readonly string[]
}
const none: PlanNames = { events: [], webhooks: [], destinations: [] }
export const usePlan = (): PlanNames => useData<PlanNames>("plan", false).value ?? none
