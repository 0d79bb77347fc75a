/** What happens in the pages of the preview, for everybody who watches. */
export interface LiveFeed {
  firing(record: unknown): void
  /** The last records, oldest first */
  recent(): readonly unknown[]
  /** The answer unsubscribes */
  watch(listener: (record: unknown) => void): () => void
}

/** Enough for a long visit; more would only be scrolled past. */
const keep = 500

export const createLiveFeed = (): LiveFeed => {
  const records: unknown[] = []
  const listeners = new Set<(record: unknown) => void>()
  return {
    firing: (record) => {
      records.push(record)
      if (records.length > keep) records.shift()
      for (const listener of listeners) listener(record)
    },
    recent: () => records,
    watch: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
