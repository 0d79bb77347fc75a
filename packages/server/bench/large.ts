/**
 * `node bench/large.ts [events] [random|kit]`: append, claim and settle beside a log that already holds so many events, against an
 * empty one, in alternating slices. Default a million; ten million need some 8 GB of disk and three minutes. Ids as in `visitors.ts`.
 */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { openSqliteStore } from "../src/store/sqlite/store.ts"
import type { Store } from "../src/store/port.ts"
import { newEvent } from "../test/store/events.ts"
import { median } from "./median.ts"
import { isIdKind, visitors } from "./visitors.ts"

const [events = "1000000", ids = "kit"] = process.argv.slice(2)
if (!isIdKind(ids)) throw new Error(`"${ids}": kit or random`)
const FILL_AT_ONCE = 2_000
const AT_ONCE = 100
const SLICE_MS = 2_000
const ROUNDS = 7
const LABEL = "x".repeat(200)
const next = visitors(ids)
const eventOf = (state: "pending" | "withheld", now: number) => {
  const { id, leadId } = next(now)
  return newEvent(id, now, [{ destination: "hook", state, dueAt: now }], { leadId, params: { label: LABEL }, page: { url: "https://shop.example/pricing/" } })
}

const open = async (folder: string): Promise<Store> => openSqliteStore(folder, "bench", Date.now())
const fill = async (store: Store, count: number): Promise<void> => {
  const started = performance.now()
  for (let done = 0; done < count; done += FILL_AT_ONCE) {
    await store.append({ events: Array.from({ length: Math.min(FILL_AT_ONCE, count - done) }, () => eventOf("withheld", Date.now())), quarantined: [] })
    if (done % 200_000 === 0 && done > 0) process.stderr.write(`${done} of ${count}, about ${Math.ceil((((performance.now() - started) / done) * (count - done)) / 1000)} s left\n`)
  }
}
/** Jobs per second of a whole cycle, and of its claims alone. */
const cycle = async (store: Store): Promise<{ appends: number; claims: number }> => {
  const end = performance.now() + SLICE_MS
  let rows = 0
  let appending = 0
  let claiming = 0
  while (performance.now() < end) {
    const now = Date.now()
    const fresh = Array.from({ length: AT_ONCE }, () => eventOf("pending", now))
    const started = performance.now()
    await store.append({ events: fresh, quarantined: [] })
    const appended = performance.now()
    const { claimed } = await store.claim({ destination: "hook", now, leaseUntil: now + 60_000, limit: AT_ONCE })
    appending += appended - started
    claiming += performance.now() - appended
    await store.settle(claimed.map(({ id, attempt }) => ({ id, attempt, at: now, dueAt: now, state: "delivered" as const })))
    rows += claimed.length
  }
  return { appends: rows / appending, claims: rows / claiming }
}

const base = mkdtempSync(join(process.env["BENCH_FOLDER"] ?? tmpdir(), "tagwright-bench-"))
const full = await open(mkdtempSync(join(base, "full-")))
await fill(full, Number(events))
const empty = await open(mkdtempSync(join(base, "empty-")))
await cycle(empty)
await cycle(full)
const results: { full: Awaited<ReturnType<typeof cycle>>; empty: Awaited<ReturnType<typeof cycle>> }[] = []
for (let round = 0; round < ROUNDS; round++) results.push({ empty: await cycle(empty), full: await cycle(full) })
const { bytes } = await full.depth()
await full.close()
await empty.close()
rmSync(base, { recursive: true, force: true })
console.log(
  JSON.stringify({ events: Number(events), ids, "GB on disk": Number((bytes.database / 1e9).toFixed(2)), "append, ratio to an empty log": median(results.map((one) => one.full.appends / one.empty.appends)), "claim, ratio to an empty log": median(results.map((one) => one.full.claims / one.empty.claims)) }, null, 2),
)
