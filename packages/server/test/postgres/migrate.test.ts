import { execFile } from "node:child_process"
import { join } from "node:path"
import { promisify } from "node:util"
import pg from "pg"
import { afterEach, expect, it, vi } from "vitest"
import { emailKey } from "../../src/identity/names.ts"
import { migrateOnline, migrateStore } from "../../src/store/migrate/migrate-store.ts"
import type { Store } from "../../src/store/port.ts"
import { openPostgresBrowse } from "../../src/store/postgres/browse.ts"
import { openPostgresStore } from "../../src/store/postgres/store.ts"
import { openSqliteBrowse } from "../../src/store/sqlite/browse/open-browse.ts"
import { databaseFile, openSqliteStore } from "../../src/store/sqlite/store.ts"
import { dataFolder } from "../helpers/server.ts"
import { newEvent } from "../store/events.ts"
import { live, START } from "./shop-days.ts"
import { onPostgres } from "./suite.ts"

const environment = "production"
const program = join(import.meta.dirname, "../../src/store/migrate/migrate-store.ts")
const embedded = (folder: string): Promise<Store> => openSqliteStore(folder, environment, START)
const shared = (url: string): Promise<Store> => openPostgresStore(url, environment, { node: "one", now: START })
const secret = Buffer.from("anna@example.org")

/** A shop's days in an embedded store that nobody uses any more. */
const shop = async (): Promise<string> => {
  const folder = dataFolder()
  const store = await embedded(folder)
  await live(store)
  await store.append({ events: [newEvent("with-values", START, [], { leadId: "lead-1", personal: { email: String(secret) } }), newEvent("of-an-erased", START, [], { leadId: "lead-gone", personal: { email: "gone@example.org" } })], quarantined: [] })
  await store.erase({ leadId: "lead-gone", now: START, kinds: { email: "email" }, byClientId: [], errand: newEvent("errand", START) })
  await store.close()
  return folder
}

onPostgres("migrate-store", { durable: false }, (cluster) => {
  const open: (() => Promise<void>)[] = []
  afterEach(async () => {
    for (const close of open.splice(0).toReversed()) await close()
  })
  const query = async (url: string, text: string) => {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    return client.query(text).finally(() => client.end())
  }

  it("carries a store to PostgreSQL and back: the same rows, the same answers, readable personal values, and counters that go on", async () => {
    const [folder, url, back] = [await shop(), await cluster().create(), dataFolder()]
    const there = await migrateStore({ from: folder, to: url, environment })
    expect(there.rows).toMatchObject({ event: 62, quarantine: 12, vault: 14, suppressed: 2 })
    const returned = await migrateStore({ from: url, to: back, environment })
    expect(returned).toEqual(there)

    const [file, server, again] = [openSqliteBrowse(databaseFile(folder)), openPostgresBrowse(url), openSqliteBrowse(databaseFile(back))]
    open.push(file.close, server.close, again.close)
    const asked = await Promise.all([file, server, again].map((browse) => Promise.all([browse.ask("events", { limit: 200 }), browse.ask("deliveries", { limit: 200 })])))
    expect(asked[1]).toEqual(asked[0])
    expect(asked[2]).toEqual(asked[0])

    const stores = [await shared(url), await embedded(back)]
    open.push(...stores.map((store) => store.close))
    for (const store of stores) {
      expect(await store.erasedAt([emailKey("gone@example.org")]), "an erasure holds in the new store").toBe(START)
      expect(JSON.stringify(await store.exportPerson("lead-1"))).toContain(String(secret))
      await store.append({ events: [newEvent("after", START + 1)], quarantined: [] })
      expect(await store.append({ events: [newEvent("with-values", START)], quarantined: [] })).toEqual(["duplicate"])
    }
  })

  it("goes on where it was stopped, and until then no server starts on it", async () => {
    const [folder, url] = [await shop(), await cluster().create()]
    let looks = 0
    await expect(migrateStore({ from: folder, to: url, environment, stopped: () => (looks += 1) > 3 })).rejects.toThrow("stopped before the end")
    await expect(shared(url)).rejects.toThrow("half-finished copy")
    const steps: string[] = []
    expect((await migrateStore({ from: folder, to: url, environment, onProgress: ({ done, total, step }) => void steps.push(`${step} ${done <= total}`) })).rows["event"]).toBe(62)
    expect(new Set(steps)).toEqual(new Set(["copy true", "compare true"]))
    open.push((await shared(url)).close)
  })

  it("goes on after it was killed in the middle", async () => {
    const [folder, url] = [await shop(), await cluster().create()]
    const code = `import { migrateOnline, migrateStore } from ${JSON.stringify(program)}
      let looks = 0
      const stopped = () => { if ((looks += 1) > 4) process.kill(process.pid, "SIGKILL"); return false }
      await migrateStore({ ...${JSON.stringify({ from: folder, to: url, environment })}, stopped })`
    await expect(promisify(execFile)(process.execPath, ["--input-type=module", "-e", code])).rejects.toMatchObject({ signal: "SIGKILL" })
    await expect(shared(url)).rejects.toThrow("half-finished copy")
    // The database notices a moment later that the killed process is gone.
    const { rows } = await vi.waitFor(() => migrateStore({ from: folder, to: url, environment }), { timeout: 20_000, interval: 200 })
    expect(rows["event"]).toBe(62)
    open.push((await shared(url)).close)
  })

  /** What goes on in a shop meanwhile: arrivals, outcomes, a choice that changes, somebody who is erased. */
  const business = async (store: Store, round: string): Promise<void> => {
    const at = START + 10_000
    for (let index = 0; index < 30; index++) await store.append({ events: [newEvent(`${round}-${index}`, at, [{ destination: "hook", state: "pending", dueAt: at }], { leadId: `lead-${round}`, personal: { email: `${round}${index}@example.org` } })], quarantined: [] })
    const { claimed } = await store.claim({ destination: "hook", now: at, leaseUntil: at + 1_000, limit: 20 })
    await store.settle(claimed.map(({ id, attempt }, index) => ({ id, attempt, at, dueAt: at, state: index % 3 === 0 ? ("dead" as const) : ("delivered" as const), reason: "http_500" })))
    await store.applyRetention({ now: at, eventsBefore: START - 1, personalBefore: START - 1, webhooksBefore: START - 1, quarantineBefore: at, consentBefore: START - 1 })
  }
  it("copies a store that is in use, and needs it stopped for the rest alone: the copy is the same as one of a stopped store, and so on the way back", async () => {
    const [folder, url, plain, back] = [await shop(), await cluster().create(), await cluster().create(), dataFolder()]
    const used = await embedded(folder)
    const passes = migrateOnline({ from: folder, to: url, environment })
    await business(used, "during")
    expect((await passes)[0]?.changed).toBeGreaterThan(60)
    await business(used, "after")
    await expect(shared(url)).rejects.toThrow("half-finished copy")
    await used.close()
    const last = await migrateStore({ from: folder, to: url, environment })
    expect(last).toEqual(await migrateStore({ from: folder, to: plain, environment }))
    expect(last.rows).toMatchObject({ event: 122, quarantine: 11 })

    const server = await shared(url)
    const returning = migrateOnline({ from: url, to: back, environment })
    await business(server, "returning")
    await returning
    await business(server, "late")
    await server.close()
    const returned = await migrateStore({ from: url, to: back, environment })
    expect(returned.rows).toMatchObject({ event: 182, vault: returned.rows["vault"] })
    const again = await embedded(back)
    open.push(again.close)
    expect(JSON.stringify(await again.exportPerson("lead-late"))).toContain("late29@example.org")
  })

  it("copies nothing of a store in use into a target that holds another, and nothing of another environment", async () => {
    const [folder, url] = [await shop(), await cluster().create()]
    await expect(migrateOnline({ from: folder, to: url, environment: "staging" })).rejects.toThrow('belongs to the environment "production"')
    await migrateOnline({ from: folder, to: await cluster().create(), environment })
    const taken = await cluster().create()
    const used = await shared(taken)
    await used.append({ events: [newEvent("mine", START)], quarantined: [] })
    await used.close()
    await expect(migrateOnline({ from: folder, to: taken, environment })).rejects.toThrow("not empty")
  })

  it("says so where the database is not there", async () => {
    await expect(migrateStore({ from: await shop(), to: "postgres://nobody@127.0.0.1:1/nothing", environment })).rejects.toThrow("the database cannot be reached")
  })

  it("sees a row that is not what it was, and leaves the copy unusable", async () => {
    const [folder, url] = [await shop(), await cluster().create()]
    let looks = 0
    await migrateStore({ from: folder, to: url, environment, stopped: () => (looks += 1) > 5 }).catch(() => undefined)
    await query(url, "UPDATE event SET name = 'forged' WHERE seq = 3")
    await expect(migrateStore({ from: folder, to: url, environment })).rejects.toThrow("event is not the same on both sides")
    await expect(shared(url)).rejects.toThrow("half-finished copy")
  })

  it("refuses a target that is not new, another environment's, and sides that are in use", async () => {
    const [folder, url] = [await shop(), await cluster().create()]
    const used = await shared(url)
    await expect(migrateStore({ from: folder, to: url, environment })).rejects.toThrow("still connected")
    await used.append({ events: [newEvent("mine", START)], quarantined: [] })
    await used.close()
    await expect(migrateStore({ from: folder, to: url, environment })).rejects.toThrow("not empty")
    await expect(migrateStore({ from: folder, to: url, environment: "staging" })).rejects.toThrow('belongs to the environment "production"')
    const running = await embedded(folder)
    open.push(running.close)
    await expect(migrateStore({ from: folder, to: await cluster().create(), environment })).rejects.toThrow("another server uses")
    await expect(migrateStore({ from: dataFolder(), to: folder, environment })).rejects.toThrow("one side must be")
  })
})
