import type { Store } from "../../src/store/port.ts"

/** Moments between two steps that a crash must not tear apart. */
export const points = ["after-fsync-before-answer", "after-send-before-mark", "after-mark", "before-fsync"] as const
export type Point = (typeof points)[number]

const die = (): never => {
  process.kill(process.pid, "SIGKILL")
  // The signal takes this process before anything else runs.
  throw new Error("unreachable")
}

/** A store whose process dies at one of the points, the `after`th time it is passed. */
export const deadlyStore = (store: Store, point: Point, after: number): Store => {
  let left = after
  const pass = (here: Point): void => {
    if (here === point && --left <= 0) die()
  }
  return Object.assign(Object.create(store), {
    append: async (batch: Parameters<Store["append"]>[0]) => {
      const stored = store.append(batch)
      pass("before-fsync")
      const verdicts = await stored
      pass("after-fsync-before-answer")
      return verdicts
    },
    settle: async (settlements: Parameters<Store["settle"]>[0]) => {
      pass("after-send-before-mark")
      const counted = await store.settle(settlements)
      pass("after-mark")
      return counted
    },
  } satisfies Partial<Store>)
}

/** What the proof must find out: a store that says yes first and writes a little later. */
export const hastyStore = (store: Store): Store =>
  Object.assign(Object.create(store), {
    append: (batch: Parameters<Store["append"]>[0]) => {
      setTimeout(() => void store.append(batch), 50)
      return Promise.resolve(batch.events.map(() => "accepted" as const))
    },
  } satisfies Partial<Store>)
