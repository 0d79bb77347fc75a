import fc from "fast-check"
import { DatabaseSync } from "node:sqlite"
import { describe, expect, it } from "vitest"
import { openVault } from "../src/privacy/vault.ts"
import { bindOperations } from "../src/store/operations/index.ts"
import { migrate } from "../src/store/schema.ts"

/** What a delivery is, in the simplest words. */
interface Model {
  state: "pending" | "delivered" | "dead"
  dueAt: number
  attempt: number
  /** Attempts that lengthen the wait: not those before a replay, nor one that our own death cut short */
  tries: number
}
const LEASE_MS = 100

const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant("append" as const), id: fc.integer({ min: 0, max: 12 }) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("claim" as const), limit: fc.integer({ min: 0, max: 4 }) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("settle" as const), pick: fc.nat(), outcome: fc.constantFrom("delivered" as const, "dead" as const, "pending" as const) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("wait" as const), ms: fc.integer({ min: 0, max: 150 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("restart" as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("replay" as const) }) },
)

const run = (steps: (typeof step extends fc.Arbitrary<infer T> ? T : never)[]): void => {
  const db = new DatabaseSync(":memory:")
  migrate(db)
  const queue = bindOperations(db, openVault(":memory:"))
  const model = new Map<string, Model>()
  /** Leases handed out, also ones that ran out meanwhile */
  const leases: { id: number; attempt: number; event: string }[] = []
  let now = 1_000
  for (const one of steps) {
    if (one.do === "append") {
      const id = `e${one.id}`
      const event = { id, name: "page_view", source: "browser", at: now, receivedAt: now, params: {}, testMode: false, deliveries: [{ destination: "hook", state: "pending" as const, dueAt: now }] }
      expect(queue.append({ events: [event], quarantined: [] })).toEqual([model.has(id) ? "duplicate" : "accepted"])
      if (!model.has(id)) model.set(id, { state: "pending", dueAt: now, attempt: 0, tries: 0 })
    } else if (one.do === "claim") {
      const due = [...model].filter(([, { state, dueAt }]) => state === "pending" && dueAt <= now)
      const { claimed } = queue.claim({ destination: "hook", now, leaseUntil: now + LEASE_MS, limit: one.limit })
      expect(claimed).toHaveLength(Math.min(one.limit, due.length))
      for (const { id, attempt, tries, event } of claimed) {
        const known = model.get(event.id)
        expect(known).toMatchObject({ state: "pending", attempt: attempt - 1, tries: tries - 1 })
        expect(known?.dueAt).toBeLessThanOrEqual(now)
        model.set(event.id, { state: "pending", dueAt: now + LEASE_MS, attempt, tries })
        leases.push({ id, attempt, event: event.id })
      }
    } else if (one.do === "settle") {
      const lease = leases[one.pick % Math.max(1, leases.length)]
      if (lease === undefined) continue
      const known = model.get(lease.event)
      const holds = known?.state === "pending" && known.attempt === lease.attempt
      const dueAt = now + 50
      expect(queue.settle([{ id: lease.id, attempt: lease.attempt, at: now, dueAt, state: one.outcome }])).toBe(holds ? 1 : 0)
      if (holds) model.set(lease.event, { ...known, state: one.outcome, dueAt })
    } else if (one.do === "wait") now += one.ms
    else if (one.do === "replay") {
      const dead = [...model].filter(([, { state }]) => state === "dead")
      expect(queue.replay({ now, destination: "hook" })).toBe(dead.length)
      for (const [id, { attempt }] of dead) model.set(id, { state: "pending", dueAt: now, attempt, tries: 0 })
    } else {
      // The process died: leases are void, their holders gone.
      const rows = db.prepare("SELECT event.id AS id FROM delivery JOIN event ON event.seq = event_seq WHERE state = 'pending' AND lease_until > 0").all()
      queue.releaseLeases(now)
      for (const { id } of rows) {
        const known = model.get(String(id))
        if (known !== undefined) model.set(String(id), { ...known, dueAt: now, tries: known.tries - 1 })
      }
      leases.length = 0
    }
  }
  const stored = db.prepare("SELECT event.id AS id, state, due_at, attempt FROM delivery JOIN event ON event.seq = event_seq ORDER BY event.id").all()
  expect(stored.map((row) => [row["id"], row["state"], row["due_at"], row["attempt"]])).toEqual([...model].map(([id, { state, dueAt, attempt }]) => [id, state, dueAt, attempt]).toSorted((a, b) => String(a[0]).localeCompare(String(b[0]), "en")))
  db.close()
}

describe("T4 the queue against a plain model", () => {
  it("agrees after any sequence of arrivals, claims, outcomes, waits, restarts and replays", () => {
    fc.assert(fc.property(fc.array(step, { maxLength: 60 }), run), { numRuns: 150 })
  })
})
