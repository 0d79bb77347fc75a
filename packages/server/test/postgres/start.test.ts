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
  onTestFinished(async () => void (await server.then((one) => one.close(), () => undefined)))
  const ask = (path: string, init?: RequestInit) => fetch(`${url}${path}`, init).catch(() => undefined)
  return { server, lines, ask, waits: () => until(() => lines.join(), (text) => text.includes("waiting for the database"), PATIENCE_MS) }
}

onPostgres("T4 a node that starts before its database", { durable: false }, (cluster) => {
  it("waits for one that refuses connections: alive, not ready, senders are asked to come again; then it serves", async () => {
    const database = await cluster().create()
    await cluster().kill()
    const { server, lines, ask, waits } = await starting(database)
    await waits()
    expect(JSON.parse(lines[0] ?? "{}")).toMatchObject({ waitsFor: "database", reason: expect.stringContaining("ECONNREFUSED") })
    expect((await ask("/livez"))?.status).toBe(200)
    expect(await (await ask("/readyz"))?.json()).toEqual({ ready: false, reason: "waiting_for_database" })
    const refused = await ask("/collect", { method: "POST", body: JSON.stringify(batch([{ id: "early" }])) })
    expect([refused?.status, refused?.headers.get("retry-after")]).toEqual([503, "2"])
    await cluster().start()
    await server
    expect((await ask("/readyz"))?.status).toBe(200)
    expect((await ask("/collect", { method: "POST", headers: { origin: "https://shop.example" }, body: JSON.stringify(batch([{ id: "early" }])) }))?.status).toBe(200)
  }, PATIENCE_MS)

  it("waits for one that is in recovery until it is promoted", async () => {
    const database = await cluster().create()
    await cluster().kill()
    writeFileSync(join(cluster().data, "standby.signal"), "")
    await cluster().start()
    const { server, lines, ask, waits } = await starting(database)
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
    const { server, ask, waits } = await starting(`postgres://tagwright@127.0.0.1:${await freePort()}/tagwright`, { signal: stop.signal })
    await waits()
    stop.abort()
    await expect(server).rejects.toThrow("stopped while it waited")
    expect(await ask("/livez")).toBeUndefined()
  }, PATIENCE_MS)
})
