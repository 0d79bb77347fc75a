import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { pino } from "pino"
import pg from "pg"
import { expect, it, onTestFinished } from "vitest"
import { startServer, type ServerOptions } from "../../src/index.ts"
import { openPostgresStore } from "../../src/store/postgres/store.ts"
import { shopPlan } from "../helpers/plan.ts"
import { batch, dataFolder, SECRETS, until } from "../helpers/server.ts"
import { freePort } from "./ports.ts"
import { onPostgres } from "./suite.ts"

const PATIENCE_MS = 120_000

/** A server that is being started on a database, and what can be seen of it meanwhile. */
const starting = async (database: string, options: Partial<ServerOptions> = {}) => {
  const port = await freePort()
  const lines: string[] = []
  const url = `http://127.0.0.1:${port}`
  const server = startServer({ plan: shopPlan(), environment: "production", data: dataFolder(), database, port, secrets: (name) => SECRETS[name], log: pino({}, { write: (line) => void lines.push(line) }), ...options })
  // Whoever is closed already stays so.
  onTestFinished(async () => void (await server.then((one) => one.close(), () => undefined).catch(() => undefined)))
  const ask = (path: string, init?: RequestInit) => fetch(`${url}${path}`, init).catch(() => undefined)
  const send = (id: string) => ask("/collect", { method: "POST", headers: { origin: "https://shop.example" }, body: JSON.stringify(batch([{ id }])) })
  return { server, lines, ask, send, waits: () => until(() => lines.join(), (text) => text.includes("waiting for the database"), PATIENCE_MS) }
}

const query = async (url: string, sql: string): Promise<Record<string, unknown>[]> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  return (await client.query(sql).finally(() => client.end())).rows
}
const idsIn = async (url: string): Promise<unknown[]> => (await query(url, "SELECT id FROM event ORDER BY seq")).map((row) => row["id"])
/** Everything that a node could have written */
const contentOf = async (url: string): Promise<unknown[]> => Promise.all(["SELECT * FROM meta ORDER BY key", "SELECT id FROM event", "SELECT lead_id FROM person", "SELECT id FROM quarantine", "SELECT subject FROM tagwright_vault.key"].map((sql) => query(url, sql)))

onPostgres("T4 a node that starts before its database", { durable: false }, (cluster) => {
  it("a worker waits for one that refuses connections: alive, not ready; then it serves", async () => {
    const database = await cluster().create()
    await cluster().kill()
    const { server, lines, ask, waits } = await starting(database, { role: "worker" })
    await waits()
    expect(JSON.parse(lines[0] ?? "{}")).toMatchObject({ waitsFor: "database", reason: expect.stringContaining("ECONNREFUSED") })
    expect((await ask("/livez"))?.status).toBe(200)
    expect(await (await ask("/readyz"))?.json()).toEqual({ ready: false, reason: "waiting_for_database" })
    await cluster().start()
    await server
    expect(await (await ask("/readyz"))?.json()).toEqual({ ready: true })
  }, PATIENCE_MS)

  it("one that receives keeps what arrives, says so, and forwards it in order to a database that it makes its own first", async () => {
    const database = await cluster().create()
    await cluster().kill()
    const { server, ask, send } = await starting(database, { role: "ingest" })
    await server
    for (const id of ["a", "b", "c"]) expect((await send(id))?.status).toBe(200)
    expect(await (await ask("/readyz"))?.json()).toEqual({ ready: true, waits_for: "database", spooled_calls: 3 })
    expect(await (await ask("/metrics"))?.text()).toContain("tagwright_spooled_calls 3")
    await cluster().start()
    await until(async () => (await ask("/readyz"))?.json(), (state) => state.waits_for === undefined, PATIENCE_MS)
    expect((await send("d"))?.status).toBe(200)
    expect(await idsIn(database)).toEqual(["a", "b", "c", "d"])
  }, PATIENCE_MS)

  it.each([
    ["belongs to another environment", "UPDATE meta SET value = 'staging' WHERE key = 'environment'", 'belongs to the environment "staging"'],
    ["is of a version that allows no older one beside it", "UPDATE meta SET value = '999' WHERE key IN ('version', 'oldest_beside')", "the database has version 999"],
    ["is half a copy of another store", "INSERT INTO meta (key, value) VALUES ('half_copied', 'x')", "half-finished copy"],
  ])("and writes nothing into one that %s: what it kept stays, for the right one", async (_, change, says) => {
    const [wrong, right] = [await cluster().create(), await cluster().create()]
    await (await openPostgresStore(wrong, "production", { node: "other", now: Date.now() })).close()
    await query(wrong, change)
    const before = await contentOf(wrong)
    await cluster().kill()
    const data = dataFolder()
    const first = await starting(wrong, { role: "ingest", data })
    const running = await first.server
    for (const id of ["a", "b"]) expect((await first.send(id))?.status).toBe(200)
    await cluster().start()
    expect(await running.refused).toMatchObject({ name: "Fault", whose: "caller", message: expect.stringContaining(says) })
    expect(await (await first.ask("/readyz"))?.json()).toEqual({ ready: true, waits_for: "database", spooled_calls: 2 })
    await running.close()
    expect(await contentOf(wrong)).toEqual(before)
    const second = await starting(right, { role: "ingest", data })
    await second.server
    await until(async () => (await second.ask("/readyz"))?.json(), (state) => state.waits_for === undefined, PATIENCE_MS)
    expect(await idsIn(right)).toEqual(["a", "b"])
  }, PATIENCE_MS)

  it("waits for one that is in recovery until it is promoted", async () => {
    const database = await cluster().create()
    await cluster().kill()
    writeFileSync(join(cluster().data, "standby.signal"), "")
    await cluster().start()
    const { server, lines, ask, waits } = await starting(database, { role: "worker" })
    await waits()
    expect(lines[0]).toContain("read-only transaction")
    expect((await ask("/readyz"))?.status).toBe(503)
    const admin = new pg.Client({ connectionString: cluster().url("postgres") })
    await admin.connect()
    await admin.query("SELECT pg_promote()").finally(() => admin.end())
    await server
    expect((await ask("/readyz"))?.status).toBe(200)
  }, PATIENCE_MS)

  it("does not wait for what no waiting mends", async () => {
    const database = await cluster().create()
    await expect((await starting(cluster().url("nowhere"))).server).rejects.toThrow('database "nowhere" does not exist')
    await expect((await starting(database.replace("tagwright@", "stranger@"))).server).rejects.toThrow('role "stranger" does not exist')
    await (await openPostgresStore(database, "production", { node: "other", now: Date.now() })).close()
    await expect((await starting(database, { environment: "staging" })).server).rejects.toThrow('belongs to the environment "production"')
  }, PATIENCE_MS)

  it("stops waiting when it is told to stop, and lets its port go", async () => {
    const stop = new AbortController()
    const { server, ask, waits } = await starting(`postgres://tagwright@127.0.0.1:${await freePort()}/tagwright`, { role: "worker", signal: stop.signal })
    await waits()
    stop.abort()
    await expect(server).rejects.toThrow("stopped while it waited")
    expect(await ask("/livez")).toBeUndefined()
  }, PATIENCE_MS)
})
