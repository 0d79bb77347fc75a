/**
 * `node bench/delivery.ts [rounds] [events]`: the queue empties itself over HTTP into a fast sink (claimed, signed, sent, written down),
 * beside a bare keep-alive loop with the same number of connections and the same bytes against the same sink.
 */
import { mkdtempSync, rmSync } from "node:fs"
import { Agent, request } from "node:http"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { startServer } from "../src/index.ts"
import { openSqliteStore } from "../src/store/sqlite/store.ts"
import { crashPlan } from "../test/crash/plan.ts"
import { SECRETS } from "../test/helpers/secrets.ts"
import { newEvent } from "../test/store/events.ts"
import { median } from "./median.ts"
import { startSink } from "./start-sink.ts"

const [rounds = "5", events = "10000"] = process.argv.slice(2)
const CONNECTIONS = 8
const BATCH = 500
const SLICE_MS = 2_000

const sink = await startSink()
const { url, counted } = sink

/** What our own body and headers weigh. */
const body = JSON.stringify({ type: "page_view", timestamp: new Date().toISOString(), data: { id: crypto.randomUUID(), lead_id: "lead-1", test_mode: false, params: { label: "x".repeat(200) }, personal: {} } })
const bare = async (): Promise<number> => {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
  const end = performance.now() + SLICE_MS
  let done = 0
  const one = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body), "webhook-id": "x".repeat(36), "webhook-timestamp": "1700000000", "webhook-signature": "x".repeat(50) }
      request(url, { method: "POST", agent, headers }, (response) => response.resume().on("end", resolve)).on("error", reject).end(body)
    })
  const loop = async (): Promise<void> => {
    while (performance.now() < end) {
      await one()
      done += 1
    }
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, loop))
  agent.destroy()
  return done / (SLICE_MS / 1000)
}

const ours = async (): Promise<number> => {
  const data = mkdtempSync(join(process.env["BENCH_FOLDER"] ?? tmpdir(), "tagwright-bench-"))
  const store = await openSqliteStore(data, "production", Date.now())
  for (let from = 0; from < Number(events); from += BATCH) {
    const now = Date.now()
    const choice = { necessary: true }
    await store.append({ events: Array.from({ length: BATCH }, () => newEvent(crypto.randomUUID(), now, [{ destination: "hook", state: "pending", dueAt: now }], { leadId: `lead-${from}`, choice, params: { label: "x".repeat(200) } })), quarantined: [] })
  }
  await store.close()
  const before = await counted()
  const server = await startServer({ plan: crashPlan(url), environment: "production", data, secrets: (name) => SECRETS[name], allowPrivateAddresses: true })
  const started = performance.now()
  const at = await counted()
  while ((await counted()) - before < Number(events)) await new Promise((resolve) => setTimeout(resolve, 5))
  const perSecond = (Number(events) - (at - before)) / ((performance.now() - started) / 1000)
  await server.close()
  rmSync(data, { recursive: true, force: true })
  return perSecond
}

await bare()
const results: { ours: number; bare: number }[] = []
for (let round = 0; round < Number(rounds); round++) results.push({ bare: await bare(), ours: await ours() })
await sink.stop()
console.log(
  JSON.stringify(
    { rounds: results.length, "deliveries, ratio to a bare loop": median(results.map((one) => one.ours / one.bare)), "deliveries per second": median(results.map((one) => one.ours)), "bare requests per second": median(results.map((one) => one.bare)) },
    null,
    2,
  ),
)
