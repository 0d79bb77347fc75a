import type { Clock } from "../clock.ts"
import type { Settlement } from "../store/model.ts"
import type { Store } from "../store/port.ts"

/**
 * Nobody waits for an outcome to be written down, and each group costs a commit: between two groups at least this much passes,
 * or this many outcomes. A crash meanwhile repeats as many deliveries more, under the same event ids.
 */
const BETWEEN_MS = 10
const ENOUGH = 128

/** Settles outcomes in groups: the first at once, then what ended since the last group was written. */
export interface Settler {
  /** Resolves when the outcome is durable. */
  settle(one: Settlement): Promise<void>
}

export const groupedSettler = (store: Pick<Store, "settle">, clock: Clock): Settler => {
  let waiting: { one: Settlement; resolve(): void; reject(error: unknown): void }[] = []
  let writing = false
  let lastAt = Number.NEGATIVE_INFINITY
  let cancelTimer: (() => void) | undefined

  const write = async (): Promise<void> => {
    cancelTimer?.()
    cancelTimer = undefined
    writing = true
    const group = waiting
    waiting = []
    await store.settle(group.map(({ one }) => one)).then(
      () => group.forEach(({ resolve }) => resolve()),
      (error: unknown) => group.forEach(({ reject }) => reject(error)),
    )
    writing = false
    lastAt = clock.now()
    if (waiting.length > 0) writeSoon()
  }
  const writeSoon = (): void => {
    if (writing) return
    // A clock that was set back must not make anybody wait for it.
    const sinceMs = Math.max(0, clock.now() - lastAt)
    if (sinceMs >= BETWEEN_MS || waiting.length >= ENOUGH) return void write()
    cancelTimer ??= clock.after(BETWEEN_MS - sinceMs, () => void write())
  }
  return {
    settle: (one) =>
      new Promise((resolve, reject) => {
        waiting.push({ one, resolve, reject })
        writeSoon()
      }),
  }
}
