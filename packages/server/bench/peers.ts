/**
 * `npm run bench:peers -w packages/server -- CHECKOUT [rounds]`: requests acknowledged by `/collect`, which answers after the fsync,
 * and by walkerOS' own express source, which answers before anything is kept; in alternating slices of one run, same load.
 * CHECKOUT: a clone of github.com/elbwalker/walkerOS. Prints ratios of medians.
 */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { startLife } from "../test/crash/process.ts"
import { median } from "./median.ts"
import { runLoad, type Load } from "./run-load.ts"
import { isCheckout, walkerOs, type SetUp } from "./walkeros.ts"

const CONNECTIONS = 64
const SLICE_MS = 2_000
const [checkout, rounds = "7"] = process.argv.slice(2)
if (checkout === undefined || !isCheckout(checkout)) {
  process.stderr.write("No checkout of walkerOS named. npm has no @walkeros/server-source-express: clone github.com/elbwalker/walkerOS and give its folder.\n")
  process.exit(2)
}

const load = (url: string, body: string): Promise<Load> => runLoad("load.ts", { url, connections: CONNECTIONS, ms: SLICE_MS, body })

/** The same visit, in each one's own words; bodies are about as long. */
const page = { url: "https://shop.example/pricing/", title: "Plans and prices", referrer: "https://shop.example/" }
const ourEvent = JSON.stringify({ v: 1, sent: Date.now(), shared: { lead_id: "lead-bench-1", client_id: "1234567890.1700000000", session_id: "1700000000", consent: { necessary: true } }, events: [{ id: "$ID________", name: "page_view", at: Date.now(), page, params: { label: "pricing" } }] })
const theirEvent = JSON.stringify({ name: "page view", data: { id: "$ID________", label: "pricing", ...page }, user: { id: "lead-bench-1", device: "1234567890.1700000000", session: "1700000000" }, consent: { functional: true }, source: { type: "browser", platform: "web" } })

const data = mkdtempSync(join(process.env["BENCH_FOLDER"] ?? tmpdir(), "tagwright-bench-"))
// Nobody listens at the destination: what is queued waits, durable, while more comes.
const ours = await startLife({ data, sink: "http://127.0.0.1:9/" })
const peer = walkerOs(checkout)
const theirs = { "walkerOS, no destination": await peer.start("walkerOS, no destination"), "walkerOS, one destination that does nothing": await peer.start("walkerOS, one destination that does nothing") } satisfies Record<SetUp, unknown>
const slice = async () => ({ ours: await load(`${ours.url}/collect`, ourEvent), none: await load(theirs["walkerOS, no destination"].url, theirEvent), one: await load(theirs["walkerOS, one destination that does nothing"].url, theirEvent) })
await slice()
const results: Awaited<ReturnType<typeof slice>>[] = []
for (let round = 0; round < Number(rounds); round++) results.push(await slice())
await ours.kill()
const complaint = peer.close()
rmSync(data, { recursive: true, force: true })
if (complaint !== undefined) throw new Error(`walkerOS complained: ${complaint}`)
const of = (pick: (one: (typeof results)[number]) => number): number => median(results.map(pick))
console.log(
  JSON.stringify(
    {
      rounds: results.length,
      "ours (on disk), times walkerOS without a destination (in memory)": of(({ ours: we, none }) => we.perSecond / none.perSecond),
      "ours (on disk), times walkerOS with a destination that does nothing (in memory)": of(({ ours: we, one }) => we.perSecond / one.perSecond),
      "p99, ours to walkerOS without a destination": of(({ ours: we, none }) => we.p99 / none.p99),
      "ours, requests per second": of(({ ours: we }) => we.perSecond),
      "walkerOS without a destination, requests per second": of(({ none }) => none.perSecond),
      "walkerOS with one, requests per second": of(({ one }) => one.perSecond),
      failures: results.reduce((sum, { ours: we, none, one }) => sum + we.failures + none.failures + one.failures, 0),
    },
    null,
    2,
  ),
)
