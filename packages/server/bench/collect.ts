/**
 * `npm run bench`: `/collect` against a bare `node:http` that parses the same JSON, in alternating slices of one run, so
 * that a noisy machine slows both. Prints ratios: absolute numbers say more about the machine than about the server.
 */
import { mkdtempSync, rmSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Worker } from "node:worker_threads"
import { startServer } from "../src/index.ts"
import { shopPlan } from "../test/helpers/plan.ts"

const CONNECTIONS = 64
const SLICE_MS = 2_000
const [rounds = "5"] = process.argv.slice(2)

interface Result {
  perSecond: number
  p50: number
  p99: number
  failures: number
}
const event = { id: "$ID________", name: "page_view", at: Date.now(), page: { url: "https://shop.example/pricing/", title: "Plans and prices", referrer: "https://shop.example/" }, params: {} }
const batchOf = (count: number): string =>
  JSON.stringify({ v: 1, sent: Date.now(), shared: { lead_id: "lead-bench-1", client_id: "1234567890.1700000000", session_id: "1700000000", consent: { necessary: true, analytics: true, marketing: false } }, events: Array.from({ length: count }, () => event) })

const bare = createServer((incoming, response) => {
  const chunks: Buffer[] = []
  incoming.on("data", (chunk: Buffer) => chunks.push(chunk))
  incoming.on("end", () => {
    const value: unknown = JSON.parse(Buffer.concat(chunks).toString())
    response.writeHead(200, { "content-type": "application/json" })
    response.end(JSON.stringify({ results: typeof value }))
  })
})
await new Promise<void>((done) => bare.listen(0, "127.0.0.1", done))
const address: AddressInfo | string | null = bare.address()
const bareUrl = `http://127.0.0.1:${address !== null && typeof address === "object" ? address.port : 0}/collect`

const load = (url: string, body: string): Promise<Result> =>
  new Promise((resolve, reject) => {
    const thread = new Worker(new URL("./load.ts", import.meta.url), { workerData: { url, connections: CONNECTIONS, ms: SLICE_MS, body } })
    thread.once("message", resolve)
    thread.once("error", reject)
  })
const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

const data = mkdtempSync(join(process.env["BENCH_FOLDER"] ?? tmpdir(), "tagwright-bench-"))
const server = await startServer({ plan: shopPlan(), environment: "production", data, secrets: () => "secret", vendors: { ga4: "http://127.0.0.1:9" } })
const results: { single: Result; ceiling: Result; batch: Result }[] = []
for (let round = 0; round < Number(rounds); round++)
  results.push({ ceiling: await load(bareUrl, batchOf(1)), single: await load(`${server.url}/collect`, batchOf(1)), batch: await load(`${server.url}/collect`, batchOf(20)) })
await server.close()
bare.close()
rmSync(data, { recursive: true, force: true })
const of = (pick: (one: (typeof results)[number]) => number): number => Number(median(results.map(pick)).toFixed(2))
console.log(
  JSON.stringify(
    {
      rounds: results.length,
      "single, ratio to bare node:http": of(({ single, ceiling }) => single.perSecond / ceiling.perSecond),
      "single p99, ratio to the ceiling's own": of(({ single, ceiling }) => single.p99 / ceiling.p99),
      "batches of 20: events per event of singles": of(({ batch, single }) => (batch.perSecond * 20) / single.perSecond),
      "single, requests per second": of(({ single }) => single.perSecond),
      "single p99, ms": of(({ single }) => single.p99),
      "ceiling, requests per second": of(({ ceiling }) => ceiling.perSecond),
      failures: results.reduce((sum, { single, batch, ceiling }) => sum + single.failures + batch.failures + ceiling.failures, 0),
    },
    null,
    2,
  ),
)
