import { rowOf } from "./report.ts"
import type { Run } from "./simulate.ts"

/** A webhook's eight under way, and what a dispatcher claims ahead at most (`ahead.ts`) */
const MOST_IN_HAND = 8 + 256
/** Nobody else's oldest may be due for longer than this because of the one in trouble. */
const OTHERS_LATE_MS = 1_000

const returnsOver = ({ scenario, samples }: Run): number => {
  const { destination, until } = scenario.trouble
  const after = samples.filter(({ at }) => at > until).map(({ at, destinations }) => ({ at, requests: destinations[destination]?.requests ?? 0 }))
  const all = after.reduce((sum, { requests }) => sum + requests, 0)
  const whenCame = (share: number): number => {
    let sum = 0
    return after.find(({ requests }) => (sum += requests) >= all * share)?.at ?? 0
  }
  return whenCame(0.95) - whenCame(0.05)
}

/** Each promise that a run broke, as a sentence. */
export const brokenPromises = (run: Run): string[] => {
  const { scenario, mostHeld } = run
  const { promises } = scenario
  const row = rowOf(run)
  const room = MOST_IN_HAND * scenario.workers * Object.keys(scenario.destinations).length
  const most = (what: string, found: number | undefined, bound: number | undefined): string[] => (bound === undefined || (found !== undefined && found <= bound) ? [] : [`${what}: ${found ?? "none"}, promised at most ${bound}`])
  return [
    ...most("deliveries in hand", mostHeld, room),
    ...most("dead letters", row.dead, 0),
    ...most("the others' oldest, ms overdue", row.othersMostOverdueMs ?? 0, OTHERS_LATE_MS),
    ...most("requests an hour while it is down", row.requestsAnHourInTrouble, promises.requestsAnHour === undefined ? undefined : promises.requestsAnHour * scenario.workers),
    ...most("requests an event", row.requestsAnEvent, promises.requestsAnEvent),
    ...most("recovered after, ms", row.recoveredAfterMs, promises.recoveredAfterMs),
    ...most("everybody else's age, ms", run.people?.others ?? 0, promises.othersAgeMs),
    ...(promises.returnsOverMs !== undefined && returnsOver(run) < promises.returnsOverMs ? [`what failed together came back within ${returnsOver(run)} ms, promised over at least ${promises.returnsOverMs}`] : []),
  ]
}
