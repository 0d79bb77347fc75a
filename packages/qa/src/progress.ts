export interface Progress {
  done: number
  total: number
  /** What was just finished */
  label: string
  /** From the pace so far; undefined until something was finished */
  secondsLeft?: number
}

/** How long each takes beside a step of a journey, which is a quarter of a second with two visitors at once on two cores (measured on the example). */
export const weights = { step: 1, consentCase: 6, question: 10, coverage: 60, pageFault: 20, serverFaults: 20, load: 8 } as const

export interface Count {
  /** One more is done; `weight` in steps, default 1 */
  tell(label: string, weight?: number): void
  /** So many more are to be done than was known before */
  expect(more: number): void
}

/** Counts what is finished and tells how long the rest will take at the pace so far. `already`: where an earlier count stood. */
export const progressOf = (total: number, tell: ((progress: Progress) => void) | undefined, clock: () => number = Date.now, already: { done: number; startedAt: number } = { done: 0, startedAt: clock() }): Count => {
  let { done } = already
  return {
    tell: (label, weight = 1) => {
      done += weight
      tell?.({ done, total, label, secondsLeft: Math.round(((clock() - already.startedAt) / done) * (total - done) * 0.001) })
    },
    expect: (more) => void (total += more),
  }
}
