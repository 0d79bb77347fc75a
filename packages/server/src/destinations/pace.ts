import type { Clock } from "../clock.ts"

/** At most so many calls in any window: whoever comes later waits for its turn, in order. */
export interface Pace {
  /** Resolves when `calls` more may be made */
  take(calls: number): Promise<void>
}

export const pace = (most: number, windowMs: number, { now, after }: Clock): Pace => {
  let taken: number[] = []
  let last = Promise.resolve()
  const turn = async (calls: number): Promise<void> => {
    for (;;) {
      const at = now()
      taken = taken.filter((one) => at - one < windowMs)
      if (taken.length + calls <= most) break
      const oldest = taken[0] ?? at
      await new Promise<void>((resolve) => after(oldest + windowMs - at, resolve))
    }
    for (let call = 0; call < calls; call++) taken.push(now())
  }
  return {
    take: (calls) => {
      last = last.then(() => turn(calls))
      return last
    },
  }
}
