import type { Outcome } from "../delivery/outcome.ts"

/** What one request of a vendor may hold. */
export interface BatchRules {
  /** Deliveries per request */
  most: number
  /** Waits for company this long; 0: only for what the queue hands over in the same moment */
  lingerMs: number
}

type After = (ms: number, run: () => void) => () => void
/** A turn of the event loop: everything that the queue claimed together has arrived by then. */
const nextTurn: After = (_ms, run) => {
  const turn = setImmediate(run)
  return () => clearImmediate(turn)
}

interface Waiting<T> {
  item: T
  resolve(outcome: Outcome): void
  reject(error: unknown): void
}

/**
 * Deliveries that come together travel in one request, yet each has an outcome of its own. `send` answers one outcome per
 * item, in order; what it throws (no connection) is every item's error.
 */
export const batcher = <T>({ most, lingerMs }: BatchRules, send: (items: readonly T[]) => Promise<readonly Outcome[]>, after: After): ((item: T) => Promise<Outcome>) => {
  const waiting: Waiting<T>[] = []
  let cancel: (() => void) | undefined
  const schedule = (): void => {
    cancel ??= (lingerMs === 0 ? nextTurn : after)(lingerMs, () => void flush())
  }
  const flush = async (): Promise<void> => {
    cancel?.()
    cancel = undefined
    const batch = waiting.splice(0, most)
    if (waiting.length > 0) schedule()
    try {
      const outcomes = await send(batch.map(({ item }) => item))
      batch.forEach(({ resolve, reject }, index) => {
        const outcome = outcomes[index]
        if (outcome === undefined) reject(new Error("a batch has fewer outcomes than items"))
        else resolve(outcome)
      })
    } catch (error) {
      for (const { reject } of batch) reject(error)
    }
  }
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      if (waiting.length >= most) void flush()
      else schedule()
    })
}
