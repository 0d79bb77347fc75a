import type { Store } from "../../src/store/port.ts"
import { newEvent } from "../../test/store/events.ts"
import { median } from "../median.ts"
import { startEngines } from "./engines.ts"

const LINES = [1, 1_000, 30_000]
const AT_ONCE = 500
const CLAIMS = 21

/** How long it takes to claim somebody else's delivery, ms, while so many of one person wait for their turn at the same destination. */
const claimMs = async (store: Store, waiting: number): Promise<number> => {
  const destination = `ordered-${waiting}`
  const now = Date.now()
  const eventOf = (id: string, leadId: string) => newEvent(`${destination}-${id}`, now, [{ destination, state: "pending", dueAt: now, ordered: true }], { leadId })
  for (let from = 0; from < waiting; from += AT_ONCE) {
    const events = Array.from({ length: Math.min(AT_ONCE, waiting - from) }, (_, index) => eventOf(`giant-${from + index}`, "lead-giant"))
    await store.append({ events, quarantined: [] })
  }
  const times: number[] = []
  for (let turn = 0; turn < CLAIMS; turn++) {
    await store.append({ events: [eventOf(`other-${turn}`, `lead-${turn}`)], quarantined: [] })
    const started = performance.now()
    const { claimed } = await store.claim({ destination, now, leaseUntil: now + 60_000, limit: 8 })
    times.push(performance.now() - started)
    if (!claimed.some(({ event }) => event.leadId === `lead-${turn}`)) throw new Error("the line was not passed")
  }
  return median(times)
}

/** What one person's waiting deliveries cost everybody else who claims from the same ordered destination: ms by the length of the line, and the longest to the shortest. */
export const turn = async (): Promise<object> => {
  const engines = await startEngines()
  const of = async (store: Store): Promise<Record<string, number>> => {
    const found: number[] = []
    for (const waiting of LINES) found.push(await claimMs(store, waiting))
    return { ...Object.fromEntries(LINES.map((waiting, index) => [`${waiting} of one person waiting: claim, ms`, Number((found[index] ?? 0).toFixed(2))])), "longest to shortest": Number(((found.at(-1) ?? 0) / (found[0] ?? 1)).toFixed(2)) }
  }
  const result = { embedded: await of(await engines.embedded()), postgres: await of(await engines.shared()) }
  await engines.close()
  return result
}
