import pg from "pg"
import { expect, it, onTestFinished } from "vitest"
import { openPostgresStore } from "../../src/store/postgres/store.ts"
import { until } from "../helpers/server.ts"
import { newEvent } from "../store/events.ts"
import { onPostgres } from "./suite.ts"

const PATIENCE_MS = 60_000
const INDEX = "delivery_turn"

onPostgres("T4 a new index on tables in use", { durable: false }, (cluster) => {
  const connect = async (url: string): Promise<pg.Client> => {
    const client = new pg.Client({ connectionString: url })
    client.on("error", () => undefined)
    await client.connect()
    onTestFinished(() => client.end())
    return client
  }
  const open = async (url: string, node: string) => {
    const store = await openPostgresStore(url, "production", { node, now: Date.now() })
    onTestFinished(store.close)
    return store
  }
  const delivery = (id: string) => ({ events: [newEvent(id, Date.now(), [{ destination: "hook", state: "pending" as const, dueAt: Date.now(), ordered: true }], { leadId: "lead-1" })], quarantined: [] })

  /** A database in use whose index is gone, and somebody who writes and does not commit: building has to wait for them. */
  const inUse = async () => {
    const url = await cluster().create()
    const store = await open(url, "old")
    await store.append(delivery("before"))
    const admin = await connect(url)
    await admin.query(`DROP INDEX ${INDEX}`)
    const slow = await connect(url)
    await slow.query("BEGIN; UPDATE delivery SET reason = 'slow'")
    const valid = async (): Promise<boolean | undefined> => (await admin.query("SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass($1)", [INDEX])).rows[0]?.indisvalid
    return { url, store, admin, slow, valid }
  }

  it("is made while others write, and does not hold up the next node that starts", async () => {
    const { url, store, slow, valid } = await inUse()
    const starting = open(url, "new")
    await until(valid, (state) => state === false, PATIENCE_MS)
    expect(await store.append(delivery("meanwhile"))).toEqual(["accepted"])
    const third = await open(url, "third")
    expect(await valid()).toBe(false)
    expect((await third.claim({ destination: "hook", now: Date.now(), leaseUntil: Date.now() + 1_000, limit: 9 })).claimed).toHaveLength(0)
    await slow.query("COMMIT")
    await starting
    expect(await valid()).toBe(true)
  }, PATIENCE_MS)

  it("is made anew where a crash left it half-made", async () => {
    const { url, admin, slow, valid } = await inUse()
    const killed = open(url, "killed").catch((error: unknown) => error)
    await until(valid, (state) => state === false, PATIENCE_MS)
    await admin.query("SELECT pg_terminate_backend(pid) FROM pg_stat_progress_create_index")
    expect(String(await killed)).toContain("the database cannot be used")
    await slow.query("ROLLBACK")
    expect(await valid()).toBe(false)
    await open(url, "next")
    expect(await valid()).toBe(true)
  }, PATIENCE_MS)
})
