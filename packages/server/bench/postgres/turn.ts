import type { Store } from "../../src/store/port.ts"
import { newEvent } from "../../test/store/events.ts"
import { median } from "../median.ts"
import { startEngines } from "./engines.ts"

const WAITING = [0, 3_000, 30_000]
const AT_ONCE = 500
const CLAIMS = 20

/** How long a claim takes, ms, while so many deliveries of one person wait for their turn at an ordered destination. */
const claimMs = async (store: Store, waiting: number): Promise<number> => {
  const destination = `ordered-${waiting}`
  const now = Date.now()
  for (let from = 0; from < waiting; from += AT_ONCE) {
    const events = Array.from({ length: AT_ONCE }, (_, index) => newEvent(`${destination}-${from + index}`, now, [{ destination, state: "pending", dueAt: now, ordered: true }], { leadId: "lead-giant" }))
    await store.append({ events, quarantined: [] })
  }
  const claim = async (): Promise<number> => {
    const started = performance.now()
    await store.claim({ destination, now, leaseUntil: now + 60_000, limit: 8 })
    return performance.now() - started
  }
  const times: number[] = []
  for (let turn = 0; turn < CLAIMS; turn++) times.push(await claim())
  return Number(median(times).toFixed(2))
}

/** What one person with many waiting deliveries costs everybody who claims from the same ordered destination. */
export const turn = async (): Promise<object> => {
  const engines = await startEngines()
  const stores = { embedded: await engines.embedded(), postgres: await engines.shared() }
  const of = async (store: Store): Promise<Record<string, number>> => {
    const found: Record<string, number> = {}
    for (const waiting of WAITING) found[`${waiting} of one person waiting: claim, ms`] = await claimMs(store, waiting)
    return found
  }
  const result = { embedded: await of(stores.embedded), postgres: await of(stores.postgres) }
  await engines.close()
  return result
}
