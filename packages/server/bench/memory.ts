/**
 * `node bench/memory.ts [minutes]`: memory of a server under steady load (`/collect`, 16 connections), delivering all of it
 * to a fast sink. Prints what the process held after the first third, and at the end.
 */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { startServer } from "../src/index.ts"
import { crashPlan } from "../test/crash/plan.ts"
import { SECRETS } from "../test/helpers/secrets.ts"
import { runLoad } from "./run-load.ts"
import { startSink } from "./start-sink.ts"

const [minutes = "10"] = process.argv.slice(2)
const SLICE_MS = 5_000
const MB = 1024 * 1024

const sink = await startSink()
const data = mkdtempSync(join(process.env["BENCH_FOLDER"] ?? tmpdir(), "tagwright-bench-"))
const server = await startServer({ plan: crashPlan(sink.url), environment: "production", data, secrets: (name) => SECRETS[name], allowPrivateAddresses: true })
const body = JSON.stringify({ v: 1, sent: Date.now(), shared: { lead_id: "lead-bench-1", consent: { necessary: true } }, events: [{ id: "$ID________", name: "page_view", at: Date.now(), page: { url: "https://shop.example/" }, params: {} }] })
const samples: number[] = []
let requests = 0
for (let slice = 0; slice < (Number(minutes) * 60_000) / SLICE_MS; slice++) {
  const { perSecond } = await runLoad("load.ts", { url: `${server.url}/collect`, connections: 16, ms: SLICE_MS, body })
  requests += (perSecond * SLICE_MS) / 1000
  samples.push(process.memoryUsage().rss / MB)
}
await server.close()
await sink.stop()
rmSync(data, { recursive: true, force: true })
const part = (from: number, to: number): number => {
  const some = samples.slice(Math.floor(samples.length * from), Math.ceil(samples.length * to)).toSorted((a, b) => a - b)
  return Math.round(some[Math.floor(some.length / 2)] ?? 0)
}
console.log(JSON.stringify({ minutes: Number(minutes), requests: Math.round(requests), "MB, second third": part(1 / 3, 2 / 3), "MB, last third": part(2 / 3, 1), "highest MB": Math.round(Math.max(...samples)) }, null, 2))
