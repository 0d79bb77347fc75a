import { mkdtempSync, rmSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import pg from "pg"
import { openVault } from "../../src/privacy/vault.ts"
import type { NewEvent } from "../../src/store/model.ts"
import type { Store } from "../../src/store/port.ts"
import { commit } from "../../src/store/sqlite/commit.ts"
import { openWriter } from "../../src/store/sqlite/open.ts"
import { bindOperations } from "../../src/store/sqlite/operations/index.ts"
import { migrate } from "../../src/store/sqlite/schema.ts"
import { startLife } from "../../test/crash/process.ts"
import { newEvent } from "../../test/store/events.ts"
import { median } from "../median.ts"
import { startSink } from "../start-sink.ts"
import { CHOICE, PAGE } from "../visitors.ts"
import { startEngines, type Engines } from "../postgres/engines.ts"
import { postmasterOf, slice, startNodes, type Slice } from "../postgres/nodes.ts"
import { processorSeconds } from "../postgres/processor.ts"
import type { Costs } from "./model.ts"

const EVENTS = 20_000
/** Events of one commit, as a busy node groups them */
const AT_ONCE = 50
const VISITORS = 2_000
const SLICES = 3
type Sizes = Pick<Costs, "eventBytes" | "deliveryBytes" | "eventWalBytes" | "deliveryWalBytes">
const events = (count: number, from: number, destinations: readonly string[]): NewEvent[] =>
  Array.from({ length: count }, (_, index) => {
    const now = Date.now()
    const id = `${(now + from + index).toString(36)}${String(from + index).padStart(14, "0")}`
    return newEvent(id, now, destinations.map((destination) => ({ destination, state: "pending" as const, dueAt: now })), { leadId: `lead-${(from + index) % VISITORS}`, clientId: "1234567890.1700000000", sessionId: "1700000000", choice: CHOICE, page: PAGE, params: { label: "x".repeat(100) } })
  })

/** Stored and logged bytes after each step; what a step added, an event. */
const sizesOf = async (append: (batch: NewEvent[]) => Promise<unknown>, deliverAll: () => Promise<unknown>, look: () => Promise<{ stored: number; logged: number }>): Promise<Sizes> => {
  const steps = [await look()]
  for (const [step, destinations] of [[], ["hook"]].entries()) {
    for (let from = 0; from < EVENTS; from += AT_ONCE) await append(events(AT_ONCE, step * EVENTS + from, destinations))
    if (step === 1) await deliverAll()
    steps.push(await look())
  }
  const added = (step: number, what: "stored" | "logged"): number => ((steps[step]?.[what] ?? 0) - (steps[step - 1]?.[what] ?? 0)) / EVENTS
  const of = (what: "stored" | "logged"): [number, number] => [Math.round(added(1, what)), Math.round(added(2, what) - added(1, what))]
  const [[eventBytes, deliveryBytes], [eventWalBytes, deliveryWalBytes]] = [of("stored"), of("logged")]
  return { eventBytes, deliveryBytes, eventWalBytes, deliveryWalBytes }
}

const deliverAll = async (store: Pick<Store, "claim" | "settle">): Promise<void> => {
  for (let left = true; left; ) {
    const now = Date.now()
    const { claimed } = await store.claim({ destination: "hook", now: now + 60_000, leaseUntil: now + 120_000, limit: AT_ONCE })
    await store.settle(claimed.map(({ id, attempt }) => ({ id, attempt, at: now, dueAt: now, state: "delivered" as const, status: 200 })))
    left = claimed.length > 0
  }
}

const ask = async (url: string, question: string): Promise<number> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query(question).finally(() => client.end())
  return Number(rows[0]?.value)
}
const postgresSizes = async (engines: Engines): Promise<Sizes> => {
  const store = await engines.shared()
  const url = engines.lastUrl()
  const look = async () => ({
    stored: await ask(url, "SELECT sum(pg_total_relation_size(oid)) AS value FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"),
    logged: await ask(url, "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0') AS value"),
  })
  return sizesOf((batch) => store.append({ events: batch, quarantined: [] }), () => deliverAll(store), look)
}
/** Without the thread that starts the log over, so that all of it is counted. */
const embeddedSizes = async (): Promise<Sizes> => {
  const folder = mkdtempSync(join(tmpdir(), "tagwright-bench-"))
  const file = join(folder, "log.sqlite")
  const db = openWriter(file)
  migrate(db)
  const vault = openVault(join(folder, "vault.sqlite"))
  const operations = bindOperations(db, vault)
  const run = <T>(name: string, input: T): unknown => {
    const [result] = commit(db, vault, operations, [{ name, input }]).results
    if (result?.ok !== true) throw new Error(result?.error.message)
    return result.output
  }
  const count = (what: string): number => Number(db.prepare(`PRAGMA ${what}`).get()?.[what])
  const look = async () => ({ stored: count("page_count") * count("page_size"), logged: statSync(`${file}-wal`).size })
  const deliver = async (): Promise<void> => {
    for (let left = true; left; ) {
      const now = Date.now()
      db.exec("BEGIN IMMEDIATE")
      const { claimed } = operations.claim({ destination: "hook", now: now + 60_000, leaseUntil: now + 120_000, limit: AT_ONCE })
      db.exec("COMMIT")
      run("settle", claimed.map(({ id, attempt }) => ({ id, attempt, at: now, dueAt: now, state: "delivered", status: 200 })))
      left = claimed.length > 0
    }
  }
  const sizes = await sizesOf(async (batch) => run("append", { events: batch, quarantined: [] }), deliver, look)
  vault.close()
  db.close()
  rmSync(folder, { recursive: true, force: true })
  return sizes
}

const micros = (processors: number, perSecond: number): number => Math.round((processors / perSecond) * 1e6)

/** One process that receives, as fast as one generator makes it: processor time of the node and of the database for an event with its delivery. */
const ingest = async (engines: Engines) => {
  const database = await engines.cluster.create()
  const postmaster = await postmasterOf(database)
  const running = await startNodes(engines, database, 1)
  await slice(database, running, postmaster)
  const slices: Slice[] = []
  for (let index = 0; index < SLICES; index++) slices.push(await slice(database, running, postmaster))
  for (const node of running) await node.kill()
  return { ingestMicros: median(slices.map((one) => micros(one.nodes, one.perSecond))), databaseEventMicros: median(slices.map((one) => micros(one.database, one.perSecond))) }
}

/** One worker that empties a full queue into a sink which takes everything at once. */
const worker = async (engines: Engines) => {
  const sink = await startSink()
  const store = await engines.shared("production")
  const database = engines.lastUrl()
  const postmaster = await postmasterOf(database)
  await store.disableDestination({ destination: "hook", now: Date.now(), reason: "until everything is queued" })
  for (let from = 0; from < EVENTS; from += AT_ONCE) await store.append({ events: events(AT_ONCE, from, ["hook"]), quarantined: [] })
  const running = await startLife({ data: mkdtempSync(join(engines.folder, "worker-")), database, role: "worker", sink: sink.url })
  const busy = () => ({ worker: processorSeconds(running.process.pid ?? 0), database: processorSeconds(postmaster) })
  const before = busy()
  await store.enableDestination("hook")
  while ((await sink.counted()) < EVENTS) await new Promise((resolve) => setTimeout(resolve, 50))
  const after = busy()
  await running.kill()
  await sink.stop()
  return { workerMicros: micros(after.worker - before.worker, EVENTS), databaseDeliveryMicros: micros(after.database - before.database, EVENTS) }
}

/** Every cost, on this machine. */
export const measure = async (): Promise<{ postgres: Costs; embedded: Sizes }> => {
  const engines = await startEngines()
  const sizes = await postgresSizes(engines)
  const postgres = { ...sizes, ...(await ingest(engines)), ...(await worker(engines)) }
  await engines.close()
  return { postgres, embedded: await embeddedSizes() }
}
