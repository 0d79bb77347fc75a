/** Queue cycle without HTTP: enqueue 100, claim 100, complete 100, durable each time. `node bench/queue.ts [rounds]` */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { openStore } from "../src/store/store.ts"

const AT_ONCE = 100
const [rounds = "100"] = process.argv.slice(2)
const data = mkdtempSync(join(tmpdir(), "tagwright-bench-"))
const { writer, close } = await openStore(data, "bench", Date.now())
const started = performance.now()
for (let round = 0; round < Number(rounds); round++) {
  const now = Date.now()
  const events = Array.from({ length: AT_ONCE }, (_, index) => ({
    id: `${round}-${index}`,
    name: "page_view",
    source: "browser",
    at: now,
    receivedAt: now,
    leadId: "lead",
    params: { label: "x".repeat(300) },
    testMode: false,
    deliveries: [{ destination: "hook", state: "pending" as const, dueAt: now }],
  }))
  await writer.run("append", { events, quarantined: [] })
  const { claimed } = await writer.run("claim", { destination: "hook", now, leaseUntil: now + 60_000, limit: AT_ONCE })
  await writer.run("settle", claimed.map(({ id, attempt }) => ({ id, attempt, at: now, dueAt: now, state: "delivered" as const })))
}
const seconds = (performance.now() - started) / 1000
console.log(JSON.stringify({ "deliveries per second, enqueue to complete": Math.round((Number(rounds) * AT_ONCE) / seconds) }))
await close()
rmSync(data, { recursive: true, force: true })
