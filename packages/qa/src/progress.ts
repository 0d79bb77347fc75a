import type { Progress } from "./options.ts"

/** Counts what is finished and tells how long the rest will take at the pace so far. */
export const progressOf = (total: number, tell: ((progress: Progress) => void) | undefined, clock: () => number = Date.now) => {
  const startedAt = clock()
  let done = 0
  return (label: string): void => {
    done += 1
    tell?.({ done, total, label, secondsLeft: Math.round(((clock() - startedAt) / done) * (total - done) * 0.001) })
  }
}
