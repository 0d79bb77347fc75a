import type { Settlement } from "../store/model.ts"
import type { Store } from "../store/port.ts"

/** Settles outcomes in groups: what ended while the last group was written is the next one. */
export interface Settler {
  /** Resolves when the outcome is durable. */
  settle(one: Settlement): Promise<void>
}

export const groupedSettler = (store: Pick<Store, "settle">): Settler => {
  let waiting: { one: Settlement; resolve(): void; reject(error: unknown): void }[] = []
  let writing = false
  const write = async (): Promise<void> => {
    if (writing) return
    writing = true
    while (waiting.length > 0) {
      const group = waiting
      waiting = []
      await store.settle(group.map(({ one }) => one)).then(
        () => group.forEach(({ resolve }) => resolve()),
        (error: unknown) => group.forEach(({ reject }) => reject(error)),
      )
    }
    writing = false
  }
  return {
    settle: (one) =>
      new Promise((resolve, reject) => {
        waiting.push({ one, resolve, reject })
        void write()
      }),
  }
}
