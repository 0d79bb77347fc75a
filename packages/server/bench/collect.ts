/**
 * `npm run bench`: `/collect` against a bare `node:http` that parses the same JSON, in alternating slices of one run, so
 * that a noisy machine slows both. Prints ratios: absolute numbers say more about the machine than about the server.
 * `node bench/collect.ts [rounds] [one]`, `one`: a single visitor instead of a thousand at a time; `BENCH_FOLDER=/dev/shm` takes the disk out, to see the processor alone.
 */
import { mkdtempSync, rmSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { startServer } from "../src/index.ts"
import { shopPlan } from "../test/helpers/plan.ts"
import { median } from "./median.ts"
import { runLoad, type Load } from "./run-load.ts"
import { CHOICE, PAGE } from "./visitors.ts"

const CONNECTIONS = 64
const SLICE_MS = 2_000
const [rounds = "7", visitors] = process.argv.slice(2)
const LEAD = visitors === "one" ? "lead-00001" : "lead-$LEAD"

interface Result extends Load {
  /** Processor time of the thread that answers, in microseconds per request */
  cpu: number
}
const event = { id: "$ID________", name: "page_view", at: Date.now(), page: PAGE, params: {} }
const batchOf = (count: number): string =>
  JSON.stringify({ v: 1, sent: Date.now(), shared: { lead_id: LEAD, client_id: "1234567890.1700000000", session_id: "1700000000", consent: CHOICE }, events: Array.from({ length: count }, () => event) })

const bare = createServer((incoming, response) => {
  const chunks: Buffer[] = []
  incoming.on("data", (chunk: Buffer) => chunks.push(chunk))
  incoming.on("end", () => {
    const value: unknown = JSON.parse(Buffer.concat(chunks).toString())
    const body = JSON.stringify({ results: typeof value })
    response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(body) })
    response.end(body)
  })
})
await new Promise<void>((done) => bare.listen(0, "127.0.0.1", done))
const address: AddressInfo | string | null = bare.address()
const bareUrl = `http://127.0.0.1:${address !== null && typeof address === "object" ? address.port : 0}/collect`

const load = async (url: string, body: string): Promise<Result> => {
  const before = process.threadCpuUsage()
  const result = await runLoad("load.ts", { url, connections: CONNECTIONS, ms: SLICE_MS, body })
  const { user, system } = process.threadCpuUsage(before)
  return { ...result, cpu: (user + system) / ((result.perSecond * SLICE_MS) / 1000) }
}

const data = mkdtempSync(join(process.env["BENCH_FOLDER"] ?? tmpdir(), "tagwright-bench-"))
// Nobody answers for GA4: what is queued for it waits, as it would while a vendor is away.
const server = await startServer({ plan: shopPlan(), environment: "production", data, secrets: () => "secret", vendors: { ga4: "http://127.0.0.1:9" } })
const ours = `${server.url}/collect`
const slice = async () => ({ ceiling: await load(bareUrl, batchOf(1)), single: await load(ours, batchOf(1)), batch: await load(ours, batchOf(20)) })
await slice()
const results: Awaited<ReturnType<typeof slice>>[] = []
for (let round = 0; round < Number(rounds); round++) results.push(await slice())
await server.close()
bare.close()
rmSync(data, { recursive: true, force: true })
const of = (pick: (one: (typeof results)[number]) => number): number => median(results.map(pick))
console.log(
  JSON.stringify(
    {
      rounds: results.length,
      "single, ratio to bare node:http": of(({ single, ceiling }) => single.perSecond / ceiling.perSecond),
      "best round": Number(Math.max(...results.map(({ single, ceiling }) => single.perSecond / ceiling.perSecond)).toFixed(2)),
      "single p99, ratio to the ceiling's own": of(({ single, ceiling }) => single.p99 / ceiling.p99),
      "processor time of the answering thread, bare to ours": of(({ single, ceiling }) => ceiling.cpu / single.cpu),
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
