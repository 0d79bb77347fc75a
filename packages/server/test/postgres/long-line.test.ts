import pg from "pg"
import { expect, it, onTestFinished } from "vitest"
import { BEHIND } from "../../src/store/line.ts"
import type { Settlement } from "../../src/store/model.ts"
import type { Store } from "../../src/store/port.ts"
import { openPostgresStore } from "../../src/store/postgres/store.ts"
import { newEvent } from "../store/events.ts"
import { DESTINATION, LOOKED_AT, longLine } from "../store/long-line.ts"
import { onPostgres } from "./suite.ts"

const NOW = 1_000_000
const PEOPLE = 3
const CALLS = 150
/** Lines whose first thinks that it stands behind somebody */
const STRANDED = `SELECT count(*)::int AS count FROM delivery JOIN (SELECT min(id) AS id FROM delivery WHERE state = 'pending' AND person IS NOT NULL GROUP BY destination, person) AS first USING (id) WHERE due_at >= ${BEHIND}`
const OUTCOMES: readonly Settlement["state"][] = ["delivered", "delivered", "dead", "withheld", "pending"]

onPostgres("T4 a person's line on PostgreSQL", { durable: false }, (cluster) => {
  const open = async (url: string, node: string): Promise<Store> => {
    const store = await openPostgresStore(url, "production", { node, now: NOW })
    onTestFinished(store.close)
    return store
  }
  const asking = async (url: string) => {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    onTestFinished(() => client.end())
    return async (sql: string): Promise<number> => Number((await client.query<{ count: string }>(sql)).rows[0]?.count)
  }

  it("a claim looks at its first alone", async () => {
    const url = await cluster().create()
    const ask = await asking(url)
    await longLine(await open(url, "one"), () => ask(LOOKED_AT))
  })

  it("lines that were there before this version are lined up by its migration", async () => {
    const url = await cluster().create()
    const older = await open(url, "older")
    const ask = await asking(url)
    await ask("DROP FUNCTION delivery_joins_line, delivery_leaves_line CASCADE")
    await older.append({ events: ["a", "b", "c"].map((id) => newEvent(id, NOW, [{ destination: DESTINATION, state: "pending", dueAt: NOW, ordered: true }], { leadId: "ann" })), quarantined: [] })
    await ask("UPDATE meta SET value = (value::int - 1)::text WHERE key = 'version'")
    expect(await ask(LOOKED_AT)).toBe(3)
    await open(url, "newer")
    expect(await ask(LOOKED_AT)).toBe(1)
  })

  it("nodes that append, deliver, withhold and redrive at once leave nobody behind who is gone, and keep the order", async () => {
    const url = await cluster().create()
    const nodes = [await open(url, "one"), await open(url, "two")]
    const order = new Map<string, number[]>()
    const appended = new AbortController()
    const append = async (store: Store, sender: number): Promise<void> => {
      for (let call = 0; call < CALLS; call++) {
        const leadId = `lead-${call % PEOPLE}`
        await store.append({ events: [newEvent(`${sender} ${call}`, NOW, [{ destination: DESTINATION, state: "pending", dueAt: NOW, ordered: true }], { leadId })], quarantined: [] })
        // A withdrawal empties the line while others are at its front.
        if (call % 50 === 49) await store.append({ events: [], quarantined: [], person: { leadId, choice: { [`marketing-${sender}-${call}`]: false }, choiceAt: NOW + call, seenAt: NOW, denied: [DESTINATION] } })
      }
    }
    const deliver = async (store: Store): Promise<void> => {
      for (let idle = 0; !appended.signal.aborted || idle < 2; ) {
        const { claimed } = await store.claim({ destination: DESTINATION, now: NOW, leaseUntil: NOW + 100, limit: 2 })
        idle = claimed.length === 0 ? idle + 1 : 0
        // Calls that reach two nodes at the same moment have no order; those of one sender have.
        for (const { id, event } of claimed) {
          const line = `${event.leadId} ${event.id.split(" ")[0]}`
          order.set(line, [...(order.get(line) ?? []), id])
        }
        await store.settle(claimed.map(({ id, attempt }) => ({ id, attempt, at: NOW, dueAt: NOW, state: OUTCOMES[(id + attempt) % OUTCOMES.length] ?? "dead" })))
      }
    }
    const working = [...nodes, ...nodes].map(deliver)
    await Promise.all([...nodes, ...nodes].map(append)).finally(() => appended.abort())
    await Promise.all(working)
    const ask = await asking(url)
    expect(await ask(STRANDED)).toBe(0)
    expect(await ask("SELECT count(*)::int AS count FROM delivery WHERE state = 'pending'")).toBe(0)
    for (const [line, ids] of order) expect(ids, line).toEqual(ids.toSorted((a, b) => a - b))
    expect([...order.values()].flat().length).toBeGreaterThan(10 * PEOPLE)
    expect(await nodes[0]?.redrive({ now: NOW, destination: DESTINATION })).toBeGreaterThan(PEOPLE)
    expect(await ask(LOOKED_AT), "of those that died the first of each").toBe(PEOPLE)
  })
})
