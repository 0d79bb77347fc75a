import type { PlanLock, ResolvedPlan } from "@tagwright/formats"

/** The lock that approves every event of the plan that says `since`. What was frozen stays frozen. */
export const freeze = (plan: ResolvedPlan, lock: PlanLock | undefined): PlanLock => {
  const now = Object.values(plan.events).flatMap(({ name, since, required }) => (since === undefined ? [] : [[name, { since, required }] as const]))
  const events = { ...lock?.events, ...Object.fromEntries(now) }
  return { version: 1, events: Object.fromEntries(Object.entries(events).sort(([a], [b]) => (a < b ? -1 : 1))) }
}
