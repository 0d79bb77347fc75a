/**
 * Queue cycle without HTTP: enqueue 100, claim 100, complete 100, durable each time, as the store's port offers it.
 * `node bench/queue.ts [seconds] [workers] [kit|random]`: `workers` cycles at once, each with a destination of its own; ids as in `visitors.ts`.
 */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { openSqliteStore } from "../src/store/sqlite/store.ts"
import { cycleFor } from "./queue-cycle.ts"
import { isIdKind } from "./visitors.ts"

const [seconds = "5", workers = "1", ids = "kit"] = process.argv.slice(2)
if (!isIdKind(ids)) throw new Error(`"${ids}": kit or random`)
const data = mkdtempSync(join(process.env["BENCH_FOLDER"] ?? tmpdir(), "tagwright-bench-"))
const store = await openSqliteStore(data, "bench", Date.now())
const rates = await Promise.all(Array.from({ length: Number(workers) }, (_, index) => cycleFor(store, `hook${index}`, Number(seconds) * 1000, ids)))
console.log(JSON.stringify({ workers: rates.length, ids, "deliveries per second, enqueue to complete": Math.round(rates.reduce((sum, rate) => sum + rate, 0)) }))
await store.close()
rmSync(data, { recursive: true, force: true })
