import type { Clock } from "../../clock.ts"

/** Answers everybody who asks within `ms` with one look: ten people in front of a screen cost what one costs. A failed look is not kept. */
export const briefly = <T>(clock: Clock, ms: number, look: () => Promise<T>): (() => Promise<T>) => {
  let at = Number.NEGATIVE_INFINITY
  let kept: Promise<T> | undefined
  return () => {
    const now = clock.now()
    // A clock that was put back must not keep an answer for ever.
    if (kept !== undefined && now >= at && now - at < ms) return kept
    at = now
    const fresh = look()
    kept = fresh
    fresh.catch(() => {
      if (kept === fresh) kept = undefined
    })
    return fresh
  }
}
