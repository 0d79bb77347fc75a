import { useEffect, useState } from "preact/hooks"
import { isFeedItem, type Feed, type FeedItem } from "../feed.ts"

/** Enough for a long visit, too little to slow a browser down. */
const KEPT = 2000

const isFeed = (value: unknown): value is Feed => typeof value === "object" && value !== null && Array.isArray(Reflect.get(value, "items")) && Array.isArray(Reflect.get(value, "containers"))

const EMPTY: Feed = { site: "", containers: [], items: [] }

/** What happened and what happens: the list once, then the stream. */
export const useFeed = (): { feed: Feed; connected: boolean; clear: () => void } => {
  const [feed, setFeed] = useState<Feed>(EMPTY)
  const [connected, setConnected] = useState(false)
  const add = (item: FeedItem): void => setFeed((old) => ({ ...old, items: [...old.items, item].slice(-KEPT) }))
  useEffect(() => {
    const stream = new EventSource("api/stream")
    // The list is asked for anew whenever the stream opens, so that nothing is missed in between.
    stream.addEventListener("open", () => {
      setConnected(true)
      void fetch("api/feed").then((answer) => answer.json()).then((value: unknown) => isFeed(value) && setFeed(value), () => undefined)
    })
    stream.addEventListener("error", () => setConnected(false))
    stream.addEventListener("item", ({ data }) => {
      const item: unknown = JSON.parse(String(data))
      if (isFeedItem(item)) add(item)
    })
    return () => stream.close()
  }, [])
  const clear = (): void => {
    setFeed((old) => ({ ...old, items: [] }))
    void fetch("api/clear", { method: "POST" })
  }
  return { feed, connected, clear }
}
