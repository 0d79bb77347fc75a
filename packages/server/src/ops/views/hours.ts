import type { OpsOverview } from "@tagwright/formats"
import type { Browse } from "../../store/browse/browse.ts"

const HOUR_MS = 3_600_000
/** Late events of an hour are stored by when they were received, so an hour that is over does not change. */
const hourOf = (at: number): number => Math.floor(at / HOUR_MS) * HOUR_MS

/** Events per hour. Hours that are over are counted once and remembered; only the running one is counted again. */
export const createHours = (browse: Browse, testMode: boolean) => {
  const known = new Map<number, number>()
  let countedTo = 0
  return async (from: number, to: number): Promise<OpsOverview["hours"]> => {
    const first = hourOf(from)
    const current = hourOf(to)
    const start = Math.max(first, Math.min(countedTo, current))
    const counts = new Map<number, number>()
    for (const { at, count } of await browse.ask("hours", start, to + 1, testMode)) counts.set(at, (counts.get(at) ?? 0) + count)
    for (const [at, count] of counts) if (at < current) known.set(at, count)
    countedTo = Math.max(countedTo, current)
    for (const at of known.keys()) if (at < first) known.delete(at)
    const running = counts.get(current)
    const all = [...known].filter(([at]) => at >= first && at < current)
    return [...all, ...(running === undefined ? [] : [[current, running] as [number, number]])].map(([at, events]) => ({ at, events })).toSorted((a, b) => a.at - b.at)
  }
}
