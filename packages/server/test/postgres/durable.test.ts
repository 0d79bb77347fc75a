import pg from "pg"
import { expect, it, onTestFinished } from "vitest"
import { openPostgresStore } from "../../src/store/postgres/store.ts"
import { newEvent } from "../store/events.ts"
import { onPostgres } from "./suite.ts"

const TIMES = 20
const NOW = 1_800_000_000_000

onPostgres("what waits for the disk on PostgreSQL", { durable: true }, (cluster) => {
  it("events and outcomes do, leases do not", async () => {
    const database = await cluster().create()
    const store = await openPostgresStore(database, "production", { node: "test", now: NOW })
    onTestFinished(store.close)
    const client = new pg.Client({ connectionString: database })
    await client.connect()
    onTestFinished(() => client.end())
    /** Whether all of the log is on the disk at this moment; the log writer comes by every 200 ms only. */
    const isOnDisk = async (): Promise<boolean> => (await client.query("SELECT pg_current_wal_flush_lsn() >= pg_current_wal_insert_lsn() AS flushed")).rows[0]?.flushed === true
    const flushed = { append: 0, claim: 0, settle: 0 }
    const counting = async <T>(kind: keyof typeof flushed, work: Promise<T>): Promise<T> => {
      const result = await work
      if (await isOnDisk()) flushed[kind] += 1
      return result
    }
    for (let turn = 0; turn < TIMES; turn++) {
      await counting("append", store.append({ events: [newEvent(`e${turn}`, NOW, [{ destination: "hook", state: "pending", dueAt: NOW }])], quarantined: [] }))
      const { claimed } = await counting("claim", store.claim({ destination: "hook", now: NOW, leaseUntil: NOW + 1_000, limit: 1 }))
      await counting("settle", store.settle(claimed.map(({ id, attempt }) => ({ id, attempt, at: NOW, dueAt: NOW, state: "delivered" }))))
    }
    // What PostgreSQL writes by itself meanwhile may make one or the other differ.
    expect(flushed.append).toBeGreaterThan(TIMES / 2)
    expect(flushed.settle).toBeGreaterThan(TIMES / 2)
    expect(flushed.claim).toBeLessThan(TIMES / 2)
  })
})
