import { writeSync } from "node:fs"
import { setTimeout as pause } from "node:timers/promises"
import { openSqliteStore } from "../../../src/store/sqlite/store.ts"
import { newEvent } from "../../store/events.ts"

/** What is recorded: events with personal values arrive in parallel, are claimed and settled; each promise is told on stdout when it is kept. */
const [folder = "", seconds = "2"] = process.argv.slice(2)
const LANES = 4
/** Slow enough for checkpoints to happen among few operations: each is recorded and replayed many times. */
const PACE_MS = 25
const store = await openSqliteStore(folder, "production", Date.now())
const end = Date.now() + Number(seconds) * 1000
const tell = (line: string): void => void writeSync(1, `${line}\n`)

const lane = async (): Promise<void> => {
  while (Date.now() < end) {
    const now = Date.now()
    const id = crypto.randomUUID()
    await store.append({ events: [newEvent(id, now, [{ destination: "hook", state: "pending", dueAt: now }], { leadId: `lead-${id}`, personal: { email: `${id}@buyer.example` } })], quarantined: [] })
    tell(`STORED ${id}`)
    const { claimed } = await store.claim({ destination: "hook", now, leaseUntil: now + 60_000, limit: 1 })
    await store.settle(claimed.map((one) => ({ id: one.id, attempt: one.attempt, at: now, dueAt: now, state: "delivered" as const })))
    for (const { event } of claimed) tell(`SETTLED ${event.id}`)
    await pause(PACE_MS)
  }
}
await Promise.all(Array.from({ length: LANES }, lane))
await store.close()
