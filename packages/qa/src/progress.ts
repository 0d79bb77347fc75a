import type { Progress } from "./options.ts"

export interface Count {
  /** One more is done */
  tell(label: string): void
  /** So many more are to be done than was known before */
  expect(more: number): void
}

/** Counts what is finished and tells how long the rest will take at the pace so far. `already`: where an earlier count stood. */
export const progressOf = (total: number, tell: ((progress: Progress) => void) | undefined, clock: () => number = Date.now, already: { done: number; startedAt: number } = { done: 0, startedAt: clock() }): Count => {
  let { done } = already
  return {
    tell: (label) => {
      done += 1
      tell?.({ done, total, label, secondsLeft: Math.round(((clock() - already.startedAt) / done) * (total - done) * 0.001) })
    },
    expect: (more) => void (total += more),
  }
}
