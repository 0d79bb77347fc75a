import type { Facts } from "../facts.ts"
import { funnelSteps, type FunnelStep } from "../funnel.ts"
import { measureItems, type Item, type Measured } from "../measure.ts"
import { WITHIN, within } from "../queries.ts"

/** K14 — customer journey. The share of steps in which anybody is seen; the funnel itself is a report of its own. */
export const K14 = async (facts: Facts): Promise<Measured> => {
  const { reader, scope } = facts
  const lastSeen = async ({ events }: FunnelStep): Promise<unknown> => (await reader.rows(`SELECT max(received_at) AS at FROM event WHERE ${WITHIN} AND ${reader.among("name", "texts")}`, ...within(scope), events))[0]?.["at"]
  const found: { step: string; at: unknown }[] = []
  for (const step of funnelSteps(facts.runtime.plan)) found.push({ step: step.step, at: await lastSeen(step) })
  if (found.every(({ at }) => typeof at !== "number")) return measureItems([])
  return measureItems(found.map(({ step, at }): Item => (typeof at === "number" ? { at } : { at: scope.now, miss: { kind: "step", id: step, why: "Nobody is seen in this step" } })))
}
