import { expect } from "vitest"
import type { Store } from "../../src/store/port.ts"
import { newEvent } from "./events.ts"

const NOW = 1_000_000
const LENGTH = 2_000
const AT_ONCE = 500
export const DESTINATION = "crm"
/** Rows that a claim looks at: what is due, in the words of both engines */
export const LOOKED_AT = `SELECT count(*) AS count FROM delivery WHERE destination = '${DESTINATION}' AND state = 'pending' AND due_at <= ${NOW}`

const append = (store: Store, leadId: string, ids: readonly string[]) => store.append({ events: ids.map((id) => newEvent(id, NOW, [{ destination: DESTINATION, state: "pending", dueAt: NOW, ordered: true }], { leadId })), quarantined: [] })
const claim = async (store: Store) => (await store.claim({ destination: DESTINATION, now: NOW, leaseUntil: NOW + 100, limit: 10 })).claimed

/** Of a person's line a claim sees the first alone, whatever becomes of those in front. `lookedAt` answers `LOOKED_AT`. */
export const longLine = async (store: Store, lookedAt: () => Promise<number>): Promise<void> => {
  for (let from = 0; from < LENGTH; from += AT_ONCE) await append(store, "giant", Array.from({ length: AT_ONCE }, (_, index) => `g${from + index}`))
  await append(store, "other", ["o"])
  expect(await lookedAt()).toBe(2)
  const claimed = await claim(store)
  expect(claimed.map(({ event }) => event.id)).toEqual(["g0", "o"])
  expect(await lookedAt()).toBe(0)
  await store.settle(claimed.map(({ id, attempt }) => ({ id, attempt, at: NOW, dueAt: NOW, state: "dead", reason: "http_422" })))
  expect((await claim(store)).map(({ event }) => event.id)).toEqual(["g1"])
  const [second] = await store.deliveries({ eventId: "g2", limit: 1 })
  expect(second?.dueAt, "what stands behind is shown as what it is").toBe(NOW)
  expect(await store.redrive({ now: NOW, destination: DESTINATION, waiting: true })).toBe(2)
  expect(await lookedAt(), "g0 and o").toBe(2)
  await store.append({ events: [], quarantined: [], person: { leadId: "giant", choice: {}, choiceAt: NOW, seenAt: NOW, denied: [DESTINATION] } })
  expect((await claim(store)).map(({ event }) => event.id)).toEqual(["o"])
  await append(store, "giant", ["later", "latest"])
  expect((await claim(store)).map(({ event }) => event.id)).toEqual(["later"])
}
