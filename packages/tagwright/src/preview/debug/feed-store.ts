import { isFeedItem, type FeedItem } from "@tagwright/gtm"

/** Enough for a long visit; older items are forgotten first. */
const KEPT = 2000

export interface FeedStore {
  /** Takes what a page posted; anything that is no item is left out. */
  take(posted: unknown): void
  items(): readonly FeedItem[]
  clear(): void
  /** The answer unsubscribes. */
  watch(listener: (item: FeedItem) => void): () => void
}

export const createFeedStore = (): FeedStore => {
  let items: FeedItem[] = []
  const listeners = new Set<(item: FeedItem) => void>()
  return {
    take(posted) {
      for (const item of (Array.isArray(posted) ? posted : []).filter(isFeedItem)) {
        items = [...items.slice(1 - KEPT), item]
        for (const listener of listeners) listener(item)
      }
    },
    items: () => items,
    clear: () => void (items = []),
    watch(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
