import type { Clock } from "../../src/clock.ts"

/** Time that moves only when nothing is left to do: from one timer straight to the next. */
export interface VirtualClock extends Clock {
  /** Rings every timer up to `until`, in order; what follows from one has come to its end before the next. */
  run(until: number): Promise<void>
}

/** Promises that a timer settled have run all their followers when the event loop comes round again. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

export const createVirtualClock = (start: number): VirtualClock => {
  /** Parts of a millisecond count here, and are never shown: the server's times are whole. */
  let time = start
  /** By time, latest first; of equal ones the last that was set stands first, so that the others ring before it. */
  const timers: { at: number; run: () => void }[] = []
  const place = (at: number): number => {
    let [low, high] = [0, timers.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((timers[middle]?.at ?? 0) <= at) high = middle
      else low = middle + 1
    }
    return low
  }
  return {
    now: () => Math.floor(time),
    after: (ms, run) => {
      const timer = { at: time + Math.max(0, ms), run }
      timers.splice(place(timer.at), 0, timer)
      return () => {
        const index = timers.indexOf(timer)
        if (index >= 0) timers.splice(index, 1)
      }
    },
    run: async (until) => {
      await settled()
      for (let next = timers.at(-1); next !== undefined && next.at <= until; next = timers.at(-1)) {
        timers.pop()
        time = next.at
        next.run()
        await settled()
      }
      time = until
    },
  }
}
