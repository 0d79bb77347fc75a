/** What was claimed starts within this time or goes back: a withdrawal of consent must not be overtaken by a full hand. */
export const FRESH_MS = 2_000
/** Never more than this in hand. */
const MOST = 256
/** Weight of the latest exchange in the average */
const NEWEST = 0.2

/**
 * How many deliveries to claim beyond those under way: what the peer takes in half of `FRESH_MS` at its present pace.
 * A fast peer is never kept waiting for the disk; of a slow one nothing is held in hand.
 */
export interface Ahead {
  took(ms: number): void
  room(concurrency: number): number
}

export const createAhead = (): Ahead => {
  // Until the first answer, the peer counts as slow.
  let average = FRESH_MS
  return {
    took: (ms) => {
      average = average * (1 - NEWEST) + ms * NEWEST
    },
    room: (concurrency) => Math.min(MOST, Math.floor((concurrency * FRESH_MS) / 2 / Math.max(average, 1))),
  }
}
