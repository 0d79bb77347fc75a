import type { Facts } from "../facts.ts"
import { funnelSteps } from "../funnel.ts"
import { measureItems, type Item, type Measured } from "../measure.ts"

/** K14 — customer journey. The share of steps in which anybody is seen; the funnel itself is a report of its own. */
export const K14 = (facts: Facts): Measured => {
  const { db, scope } = facts
  const seen = db.prepare("SELECT max(received_at) AS at FROM event WHERE seq >= ? AND seq < ? AND test_mode = ? AND name IN (SELECT value FROM json_each(?))")
  const found = funnelSteps(facts.runtime.plan).map(({ step, events }) => ({ step, at: seen.get(scope.fromSeq, scope.toSeq, scope.test, JSON.stringify(events))?.["at"] }))
  if (found.every(({ at }) => typeof at !== "number")) return measureItems([])
  return measureItems(found.map(({ step, at }): Item => (typeof at === "number" ? { at } : { at: scope.now, miss: { kind: "step", id: step, why: "Nobody is seen in this step" } })))
}
