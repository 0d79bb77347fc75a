import type { Host } from "../host/host.ts"

/** Loops of one task may take this long together, or this many turns where time stands still (Node). */
const LONGEST_MS = 2000
const MOST_TURNS = 2_000_000
/** The clock is looked at this often. */
const LOOK_EVERY = 4096

/** A loop that was stopped. */
export class EndlessLoop extends RangeError {}

/** Counts the turns of guarded loops; the count begins anew with each task. */
export const loopGuard = (host: Host): (() => void) => {
  let turns = 0
  let began = 0
  return () => {
    turns += 1
    if (turns === 1) {
      began = host.clock.now()
      host.timers.after(0, () => (turns = 0))
    }
    if (turns % LOOK_EVERY !== 0) return
    const passed = host.clock.now() - began
    if (passed > LONGEST_MS || (passed === 0 && turns > MOST_TURNS)) throw new EndlessLoop("a loop of the container's own code ran too long")
  }
}
