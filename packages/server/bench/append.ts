/**
 * `node bench/append.ts [rounds]`: rows per second of 64 concurrent appends, beside what the disk itself can do: a plain
 * file that gets the same number of bytes in one write and one fdatasync per commit, at the batch size that the load brought.
 */
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { openSqliteStore } from "../src/store/sqlite/store.ts"
import { appendFor } from "./append-load.ts"
import { median } from "./median.ts"

const [rounds = "7"] = process.argv.slice(2)
const SLICE_MS = 2_000
/** What one event with its delivery weighs in JSON */
const ROW_BYTES = 590

const folder = mkdtempSync(join(process.env["BENCH_FOLDER"] ?? tmpdir(), "tagwright-bench-"))
let commits = 0
let syncSeconds = 0
const store = await openSqliteStore(folder, "bench", Date.now(), (report) => {
  commits += 1
  syncSeconds += report.syncSeconds
})

const ours = async () => {
  commits = syncSeconds = 0
  const { rows, seconds } = await appendFor(store, SLICE_MS)
  return { perSecond: rows / seconds, batch: rows / commits, waiting: syncSeconds / seconds }
}
const disk = (batch: number): number => {
  const bytes = Buffer.alloc(Math.round(batch * ROW_BYTES), 1)
  const file = join(folder, "plain")
  const descriptor = openSync(file, "w")
  const end = performance.now() + SLICE_MS
  let written = 0
  while (performance.now() < end) {
    writeSync(descriptor, bytes)
    fdatasyncSync(descriptor)
    written += 1
  }
  closeSync(descriptor)
  rmSync(file)
  return (written * batch) / (SLICE_MS / 1000)
}

await ours()
const results: { ours: Awaited<ReturnType<typeof ours>>; disk: number }[] = []
for (let round = 0; round < Number(rounds); round++) {
  const one = await ours()
  results.push({ ours: one, disk: disk(one.batch) })
}
await store.close()
rmSync(folder, { recursive: true, force: true })
const of = (pick: (one: (typeof results)[number]) => number): number => median(results.map(pick))
console.log(
  JSON.stringify(
    { rounds: results.length, "rows per commit": of((one) => one.ours.batch), "ratio to the disk": of((one) => one.ours.perSecond / one.disk), "rows per second": of((one) => one.ours.perSecond), "disk alone, rows per second": of((one) => one.disk), "share of the time in COMMIT": of((one) => one.ours.waiting) },
    null,
    2,
  ),
)
