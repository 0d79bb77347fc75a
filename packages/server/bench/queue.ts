/**
 * Queue cycle without HTTP: enqueue 100, claim 100, complete 100, durable each time, as the store's port offers it.
 * `node bench/queue.ts [seconds] [workers]`: `workers` cycles at once, each with a destination of its own.
 */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { openSqliteStore } from "../src/store/sqlite/store.ts"
import { newEvent } from "../test/store/events.ts"

const AT_ONCE = 100
const [seconds = "5", workers = "1"] = process.argv.slice(2)
const data = mkdtempSync(join(process.env["BENCH_FOLDER"] ?? tmpdir(), "tagwright-bench-"))
const store = await openSqliteStore(data, "bench", Date.now())
const end = performance.now() + Number(seconds) * 1000
const started = performance.now()

const worker = async (destination: string): Promise<number> => {
  let done = 0
  while (performance.now() < end) {
    const now = Date.now()
    const events = Array.from({ length: AT_ONCE }, () => newEvent(crypto.randomUUID(), now, [{ destination, state: "pending", dueAt: now }], { leadId: `lead-${done % 997}`, params: { label: "x".repeat(300) } }))
    await store.append({ events, quarantined: [] })
    const { claimed } = await store.claim({ destination, now, leaseUntil: now + 60_000, limit: AT_ONCE })
    done += await store.settle(claimed.map(({ id, attempt }) => ({ id, attempt, at: now, dueAt: now, state: "delivered" as const })))
  }
  return done
}
const counts = await Promise.all(Array.from({ length: Number(workers) }, (_, index) => worker(`hook${index}`)))
const total = counts.reduce((sum, count) => sum + count, 0)
console.log(JSON.stringify({ workers: counts.length, deliveries: total, "deliveries per second, enqueue to complete": Math.round(total / ((performance.now() - started) / 1000)) }))
await store.close()
rmSync(data, { recursive: true, force: true })
