/**
 * How long the figures take on a large log: `node bench/figures.ts [events] [folder] [--postgres]` (default: one million), for the last
 * 30 of its 60 days, each figure by itself as the thread of the figures computes it. Beside it: one pass over the same rows that
 * only counts them, which nothing that reads every row can beat. `--postgres`: the same rows on a PostgreSQL of its own, carried
 * there by migrate-store, whose time is told too.
 */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import pg from "pg"
import { kpiIds, type PlanInput } from "@tagwright/formats"
import { compareModels } from "../src/attribution/report.ts"
import { factsOf } from "../src/kpi/facts.ts"
import { figures } from "../src/kpi/figures/index.ts"
import { funnelReport } from "../src/kpi/funnel.ts"
import { readSight } from "../src/kpi/store-sight.ts"
import { compilePlan } from "../src/plan/runtime.ts"
import { migrateStore } from "../src/store/migrate/migrate-store.ts"
import { openSnapshots, type Place } from "../src/store/open-snapshots.ts"
import type { Reader } from "../src/store/reading/reader.ts"
import { databaseFile } from "../src/store/sqlite/store.ts"
import { findPostgres, startCluster } from "../test/postgres/cluster.ts"
import { serverPlan, shopInput } from "../test/helpers/plan.ts"
import { ensureLog } from "./fill-log.ts"
import { median } from "./median.ts"

const ROUNDS = 3
const SHOWN = 5
const onPostgres = process.argv.includes("--postgres")
const [wanted = "1000000", folder] = process.argv.slice(2).filter((one) => !one.startsWith("--"))
const data = folder ?? mkdtempSync(join(tmpdir(), "tagwright-figures-"))
mkdirSync(data, { recursive: true })
const file = databaseFile(data)
ensureLog(file, Number(wanted))
const event = (describe: string, more: object) => ({ describe, to: ["ga4", "crm", "pixel"], ...more })
/** The events that `fill-log.ts` writes. */
const input: PlanInput = {
  ...shopInput,
  destinations: { ga4: { type: "ga4", consent: "analytics", secret: "A_TOKEN" }, pixel: { type: "meta", consent: "marketing", pixelId: "1029384756", secret: "B_TOKEN" }, crm: { type: "hubspot", consent: "necessary", secret: "C_TOKEN" } },
  webhooks: { stripe: { type: "stripe", secret: "D_TOKEN" } },
  events: {
    page_view: event("A page is shown", { on: { load: true } }),
    section_view: event("A section is shown", { on: { visible: "section" } }),
    cta_click: event("A click", { on: { click: "a" } }),
    lead_submit: event("An enquiry", { on: { submit: "form" }, keyEvent: true, critical: true }),
    purchase: event("A payment", { from: { webhook: "stripe", when: "paid" }, keyEvent: true, critical: true }),
    refund: event("A refund", { from: { webhook: "stripe", when: "refunded" }, critical: true }),
  },
}
const plan = serverPlan(input)
const runtime = compilePlan(plan, "production")
const bin = onPostgres ? findPostgres() : undefined
if (onPostgres && bin === undefined) throw new Error("no PostgreSQL here. Debian: apt-get install postgresql")
const cluster = bin === undefined ? undefined : await startCluster(bin, { durable: true })

/** The same rows on PostgreSQL */
const carry = async (url: string): Promise<Place> => {
  const began = performance.now()
  const { rows } = await migrateStore({ from: data, to: url, environment: "production" })
  const all = Object.values(rows).reduce((sum, count) => sum + count, 0)
  const seconds = (performance.now() - began) / 1000
  console.log(`migrate-store, copied and compared: ${seconds.toFixed(0)} s for ${all.toLocaleString("en")} rows, ${((seconds / all) * 1e6).toFixed(0)} s a million`)
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  // What autovacuum does by itself within minutes.
  await client.query("VACUUM ANALYZE")
  await client.end()
  return { url }
}
const snapshots = openSnapshots(cluster === undefined ? { file } : await carry(await cluster.create()))
const facts = (reader: Reader) => factsOf(reader, runtime, [], { now: Date.now(), days: 30 })
const timed = async (run: (reader: Reader) => Promise<unknown>): Promise<number> => {
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const began = performance.now()
    await snapshots.look(run)
    times.push(performance.now() - began)
  }
  return median(times)
}
const { scope } = await snapshots.look(facts)
const pass = await timed((reader) => reader.rows(`SELECT count(*), sum(length(name)), sum(test_mode), count(lead_id) FROM event ${cluster === undefined ? "NOT INDEXED" : ""} WHERE received_at >= ? AND received_at < ?`, scope.from, scope.to))
const rows: [string, (reader: Reader) => Promise<unknown>][] = [
  ...kpiIds.map((id): [string, (reader: Reader) => Promise<unknown>] => [id, async (reader) => (await figures[id](await facts(reader))).misses(0, SHOWN)]),
  ...(["channel", "device", "consent"] as const).map((by): [string, (reader: Reader) => Promise<unknown>] => [`funnel by ${by}`, async (reader) => funnelReport(await facts(reader), by)]),
  ["attribution, every model", async (reader) => compareModels(await facts(reader))],
  ["what the watch sees, every minute", async (reader) => readSight(await facts(reader))],
]
console.log(`one pass over the rows: ${pass.toFixed(0)} ms\n| ${Number(wanted).toLocaleString("en")} events, ${scope.events.toLocaleString("en")} in the last 30 days | ms, median of ${ROUNDS} | passes |\n|---|---|---|`)
let sum = 0
for (const [title, run] of rows) {
  const ms = await timed(run)
  if (title.startsWith("K")) sum += ms
  console.log(`| ${title} | ${ms.toFixed(0)} | ${(ms / pass).toFixed(1)} |`)
}
console.log(`| all figures together | ${sum.toFixed(0)} | ${(sum / pass).toFixed(1)} |`)
await snapshots.close()
await cluster?.stop()
if (folder === undefined) rmSync(data, { recursive: true, force: true })
