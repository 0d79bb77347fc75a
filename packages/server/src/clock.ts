/** Time as a value, so that tests can move it. */
export interface Clock {
  /** Milliseconds since 1970 */
  now(): number
  /** Calls `run` once after `ms`; the answer cancels it. */
  after(ms: number, run: () => void): () => void
}

/** setTimeout cannot wait longer (2^31 - 1 ms); callers look again when it rings. */
const LONGEST_WAIT_MS = 2_147_483_647

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, Math.min(Math.max(ms, 0), LONGEST_WAIT_MS))
    return () => clearTimeout(timer)
  },
}
