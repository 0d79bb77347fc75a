import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { migrateOnline, migrateStore } from "../../src/store/migrate/migrate-store.ts"
import type { Store } from "../../src/store/port.ts"
import { openSqliteStore } from "../../src/store/sqlite/store.ts"
import { newEvent } from "../../test/store/events.ts"
import { startEngines } from "./engines.ts"

const AT_ONCE = 500
const VISITORS = 10_000
const environment = "bench"

/** Events with a delivery each, half of them settled. */
const fill = async (store: Store, name: string, count: number): Promise<void> => {
  for (let from = 0; from < count; from += AT_ONCE) {
    const now = Date.now()
    const events = Array.from({ length: AT_ONCE }, (_, index) => newEvent(`${name}-${from + index}`, now, [{ destination: "hook", state: "pending", dueAt: now }], { leadId: `lead-${(from + index) % VISITORS}`, params: { label: "x".repeat(100) } }))
    await store.append({ events, quarantined: [] })
    const { claimed } = await store.claim({ destination: "hook", now, leaseUntil: now + 60_000, limit: AT_ONCE / 2 })
    await store.settle(claimed.map(({ id, attempt }) => ({ id, attempt, at: now, dueAt: now, state: "delivered" as const })))
  }
}
const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const started = performance.now()
  await work()
  return Number(((performance.now() - started) / 1000).toFixed(1))
}

/** How long a server has to stand still for a move to PostgreSQL: copied while it runs, beside copied while it is stopped. */
export const migrate = async ([events = "200000", meanwhile = "2000"]: readonly string[]): Promise<object> => {
  const engines = await startEngines()
  const from = join(engines.folder, "source")
  mkdirSync(from)
  const store = await openSqliteStore(from, environment, Date.now())
  await fill(store, "before", Number(events))
  const to = await engines.cluster.create()
  const passes = await migrateOnline({ from, to, environment })
  await fill(store, "meanwhile", Number(meanwhile))
  await store.close()
  const result = {
    events: Number(events),
    "copied while it ran, s": Number(passes.reduce((sum, { seconds }) => sum + seconds, 0).toFixed(1)),
    "events after that": Number(meanwhile),
    "stopped for the last pass, s": await timed(() => migrateStore({ from, to, environment })),
    "stopped for a copy of everything, s": await timed(async () => migrateStore({ from, to: await engines.cluster.create(), environment })),
  }
  await engines.close()
  return result
}
