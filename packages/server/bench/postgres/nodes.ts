import { mkdirSync } from "node:fs"
import { availableParallelism } from "node:os"
import { join } from "node:path"
import pg from "pg"
import { startLife, type Running } from "../../test/crash/process.ts"
import { median } from "../median.ts"
import { runLoad, type Load } from "../run-load.ts"
import { startEngines, type Engines } from "./engines.ts"
import { processorSeconds } from "./processor.ts"

const SLICE_MS = 3_000
const SAMPLE_MS = 50
const COUNTS = [1, 2, 4]
/** Together, however many nodes: what changes is where they go */
const CONNECTIONS = 64

export const collectBody = JSON.stringify({ v: 1, sent: Date.now(), shared: { lead_id: "lead-$LEAD", consent: { necessary: true } }, events: [{ id: "$ID________", name: "page_view", at: Date.now(), page: { url: "https://shop.example/pricing/" }, params: { label: "x".repeat(300) } }] })

/** Ingest processes of one installation; nobody delivers, so that receiving alone is measured. */
export const startNodes = async ({ folder }: Engines, database: string, count: number): Promise<Running[]> =>
  Promise.all(
    Array.from({ length: count }, (_, index) => {
      const data = join(folder, `node-${count}-${index}`)
      mkdirSync(data, { recursive: true })
      return startLife({ data, database, role: "ingest", sink: "http://127.0.0.1:9/hook" })
    }),
  )

/** What PostgreSQL's processes wait for, looked at again and again: a share of the looks at which one was working on a statement. */
const watchWaits = async (url: string): Promise<() => Promise<Record<string, number>>> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const counts = new Map<string, number>()
  const over = new AbortController()
  const looking = (async () => {
    while (!over.signal.aborted) {
      const { rows } = await client.query("SELECT coalesce(wait_event_type || ':' || wait_event, 'running') AS waits FROM pg_stat_activity WHERE application_name = 'tagwright' AND state = 'active' AND pid <> pg_backend_pid()")
      for (const { waits } of rows) counts.set(String(waits), (counts.get(String(waits)) ?? 0) + 1)
      await new Promise((resolve) => setTimeout(resolve, SAMPLE_MS))
    }
  })()
  return async () => {
    over.abort()
    await looking
    await client.end()
    const all = counts.values().reduce((sum, count) => sum + count, 0)
    return Object.fromEntries([...counts].toSorted((a, b) => b[1] - a[1]).slice(0, 3).map(([waits, count]) => [waits, Number((count / all).toFixed(2))]))
  }
}

export interface Slice extends Load {
  /** Processors busy, by who kept them */
  database: number
  nodes: number
  load: number
  waits: Record<string, number>
}
export const slice = async (database: string, running: readonly Running[], postmaster: number): Promise<Slice> => {
  const busy = () => ({ database: processorSeconds(postmaster), nodes: running.reduce((sum, node) => sum + processorSeconds(node.process.pid ?? 0), 0), load: process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6 })
  const waits = await watchWaits(database)
  const before = busy()
  const loads = await Promise.all(running.map(({ url }) => runLoad("load.ts", { url: `${url}/collect`, connections: CONNECTIONS / running.length, ms: SLICE_MS, body: collectBody })))
  const after = busy()
  const per = (part: keyof typeof before): number => (after[part] - before[part]) / (SLICE_MS / 1000)
  return {
    perSecond: loads.reduce((sum, { perSecond }) => sum + perSecond, 0),
    p50: Math.max(...loads.map(({ p50 }) => p50)),
    p99: Math.max(...loads.map(({ p99 }) => p99)),
    failures: loads.reduce((sum, { failures }) => sum + failures, 0),
    database: per("database"),
    nodes: per("nodes"),
    load: per("load"),
    waits: await waits(),
  }
}

export const postmasterOf = async (url: string): Promise<number> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query("SELECT pg_read_file('postmaster.pid', 0, 20) AS file")
  await client.end()
  return Number.parseInt(String(rows[0]?.file), 10)
}

/** 1, 2 and 4 ingest processes on one PostgreSQL, the same 64 connections spread over them, in alternating slices; and what the limit is. */
export const nodes = async ([rounds = "5"]: readonly string[]): Promise<object> => {
  const engines = await startEngines()
  const database = await engines.cluster.create()
  const postmaster = await postmasterOf(database)
  const found = new Map<number, Slice[]>(COUNTS.map((count) => [count, []]))
  for (const count of COUNTS) {
    const running = await startNodes(engines, database, count)
    await slice(database, running, postmaster)
    for (let round = 0; round < Number(rounds); round++) found.get(count)?.push(await slice(database, running, postmaster))
    for (const node of running) await node.kill()
  }
  await engines.close()
  const of = (count: number, pick: (one: Slice) => number): number => median((found.get(count) ?? []).map(pick))
  const processors = availableParallelism()
  return Object.fromEntries(
    COUNTS.map((count) => {
      const busy = of(count, (one) => one.database + one.nodes + one.load)
      return [
        `${count} process${count === 1 ? "" : "es"}`,
        {
          "events per second": Math.round(of(count, (one) => one.perSecond)),
          "to one process": Number((of(count, (one) => one.perSecond) / of(1, (one) => one.perSecond)).toFixed(2)),
          "p99, ms": of(count, (one) => one.p99),
          "processors busy": { database: of(count, (one) => one.database), nodes: of(count, (one) => one.nodes), "load generator": of(count, (one) => one.load), of: processors },
          "the database's processes": found.get(count)?.at(-1)?.waits,
          failures: of(count, (one) => one.failures),
          limit: busy > processors * 0.9 ? "the processors of this machine" : "waiting: for the disk, locks or round trips, see above",
        },
      ]
    }),
  )
}
