/** The world's clock, handed in so that tests need not wait. Times in milliseconds. */
export interface Time {
  now: () => number
  sleep: (ms: number) => Promise<void>
}

/** 0.25 calls a second in one project: the quota that Tag Manager gives everybody. */
export const usualPaceMs = 4000
/** Calls a day in one project. */
export const callsPerDay = 10_000

export interface Pace {
  /** Resolves when the next call may go out. */
  turn: () => Promise<void>
  readonly everyMs: number
}

/** Spaces calls evenly: bursts would only be refused, and a refused call counts. */
export const createPace = ({ now, sleep }: Time, everyMs: number = usualPaceMs): Pace => {
  let next = 0
  return {
    everyMs,
    turn: async () => {
      const wait = next - now()
      next = Math.max(next, now()) + everyMs
      if (wait > 0) await sleep(wait)
    },
  }
}
