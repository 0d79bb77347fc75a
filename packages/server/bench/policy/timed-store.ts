import type { Clock } from "../../src/clock.ts"
import type { Store } from "../../src/store/port.ts"

/** What the disk and the writing thread take: measured by `bench/commit.ts`, ids by time, visitors spread. */
const COMMIT_MS = 0.31
const ROW_MS = 0.014

export interface TimedStore {
  store: Store
  /** Deliveries that workers hold at this moment */
  held(): number
  mostHeld(): number
}

/**
 * The real store, whose calls take virtual time: one writer, which takes whatever waits as its next commit. So destinations
 * that share a store get in each other's way here as they do on a disk.
 */
export const timedStore = (inner: Store, clock: Clock): TimedStore => {
  let waiting: { work: () => Promise<number>; done: () => void }[] = []
  let working = false
  const held = new Set<string>()
  let mostHeld = 0
  const next = async (): Promise<void> => {
    const group = waiting
    waiting = []
    working = group.length > 0
    if (!working) return
    let rows = 0
    for (const { work } of group) rows += await work()
    clock.after(COMMIT_MS + rows * ROW_MS, () => {
      for (const { done } of group) done()
      void next()
    })
  }
  /** `rows`: how many the call wrote */
  const inTurn = <T>(call: () => Promise<T>, rows: (result: T) => number): Promise<T> =>
    new Promise((resolve, reject) => {
      let finish = (): void => undefined
      const work = async (): Promise<number> => {
        try {
          const result = await call()
          finish = () => resolve(result)
          return rows(result)
        } catch (error) {
          finish = () => reject(error)
          return 0
        }
      }
      waiting.push({ work, done: () => finish() })
      if (!working) void next()
    })
  const letGo = (leases: readonly { id: number; attempt: number }[]): void => leases.forEach(({ id, attempt }) => held.delete(`${id}:${attempt}`))
  return {
    held: () => held.size,
    mostHeld: () => mostHeld,
    store: {
      ...inner,
      append: (batch) => inTurn(() => inner.append(batch), (verdicts) => verdicts.length),
      claim: (input) =>
        inTurn(() => inner.claim(input), ({ claimed }) => claimed.length).then((claims) => {
          for (const { id, attempt } of claims.claimed) held.add(`${id}:${attempt}`)
          mostHeld = Math.max(mostHeld, held.size)
          return claims
        }),
      settle: (settlements) => inTurn(() => inner.settle(settlements), (count) => count).then((count) => (letGo(settlements), count)),
      release: (leases, now) => inTurn(() => inner.release(leases, now), (count) => count).then((count) => (letGo(leases), count)),
    },
  }
}
