import { median } from "../median.ts"
import { cycleFor } from "../queue-cycle.ts"
import { startEngines } from "./engines.ts"

const SLICE_MS = 2_000

/** Enqueue 100, claim 100, settle 100 on each engine's port, one worker, in alternating slices on the same disk. */
export const queue = async ([rounds = "7"]: readonly string[]): Promise<object> => {
  const engines = await startEngines()
  const [embedded, shared] = [await engines.embedded(), await engines.shared()]
  const found: { embedded: number; shared: number }[] = []
  await Promise.all([cycleFor(embedded, "hook", SLICE_MS), cycleFor(shared, "hook", SLICE_MS)])
  for (let round = 0; round < Number(rounds); round++) found.push({ embedded: await cycleFor(embedded, "hook", SLICE_MS), shared: await cycleFor(shared, "hook", SLICE_MS) })
  await engines.close()
  return {
    rounds: found.length,
    "PostgreSQL to embedded": median(found.map((one) => one.shared / one.embedded)),
    "PostgreSQL, deliveries per second": median(found.map((one) => one.shared)),
    "embedded, deliveries per second": median(found.map((one) => one.embedded)),
  }
}
