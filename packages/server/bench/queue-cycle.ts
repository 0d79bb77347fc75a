import type { Store } from "../src/store/port.ts"
import { newEvent } from "../test/store/events.ts"
import { visitors, type IdKind } from "./visitors.ts"

export const AT_ONCE = 100
/** What a job of a queue weighs here, in characters */
export const LABEL = "x".repeat(300)

/** Enqueue 100, claim 100, complete 100, durable each time, as the store's port offers it, for `ms`. Answers deliveries per second. */
export const cycleFor = async (store: Store, destination: string, ms: number, ids: IdKind = "kit"): Promise<number> => {
  const next = visitors(ids)
  const started = performance.now()
  let done = 0
  while (performance.now() < started + ms) {
    const now = Date.now()
    const events = Array.from({ length: AT_ONCE }, () => {
      const { id, leadId } = next(now)
      return newEvent(id, now, [{ destination, state: "pending", dueAt: now }], { leadId, params: { label: LABEL } })
    })
    await store.append({ events, quarantined: [] })
    const { claimed } = await store.claim({ destination, now, leaseUntil: now + 60_000, limit: AT_ONCE })
    done += await store.settle(claimed.map(({ id, attempt }) => ({ id, attempt, at: now, dueAt: now, state: "delivered" as const })))
  }
  return done / ((performance.now() - started) / 1000)
}
