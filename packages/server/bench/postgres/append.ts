import { appendFor } from "../append-load.ts"
import { median } from "../median.ts"
import { startEngines } from "./engines.ts"

const SLICE_MS = 2_000

/** 64 concurrent appends on each engine's port, in alternating slices on the same disk: durable events per second. */
export const append = async ([rounds = "7"]: readonly string[]): Promise<object> => {
  const engines = await startEngines()
  const [embedded, shared] = [await engines.embedded(), await engines.shared()]
  const rate = async (store: typeof shared): Promise<number> => {
    const { rows, seconds } = await appendFor(store, SLICE_MS)
    return rows / seconds
  }
  await Promise.all([rate(embedded), rate(shared)])
  const found: { embedded: number; shared: number }[] = []
  for (let round = 0; round < Number(rounds); round++) found.push({ embedded: await rate(embedded), shared: await rate(shared) })
  await engines.close()
  return {
    rounds: found.length,
    "PostgreSQL to embedded": median(found.map((one) => one.shared / one.embedded)),
    "PostgreSQL, events per second": median(found.map((one) => one.shared)),
    "embedded, events per second": median(found.map((one) => one.embedded)),
  }
}
