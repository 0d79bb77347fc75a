import type { EventRecord } from "../../runtime/engine/record.ts"
import type { FeedItem, SentRequest } from "../feed.ts"

export interface ShownEvent {
  key: string
  record: EventRecord
  at: number
}
export interface ShownRequest {
  key: string
  at: number
  request: SentRequest
}
export interface Notice {
  key: string
  text: string
}

/** One page load: what happened on it, in order. */
export interface Visit {
  page: string
  url: string
  title: string
  at: number
  events: ShownEvent[]
  requests: ShownRequest[]
  notices: Notice[]
}

/** The feed as page loads; the newest last. */
export const visits = (items: readonly FeedItem[]): Visit[] => {
  const all = new Map<string, Visit>()
  for (const [index, item] of items.entries()) {
    const visit = all.get(item.page) ?? { page: item.page, url: "", title: "", at: 0, events: [], requests: [], notices: [] }
    all.set(item.page, visit)
    put(visit, item, `${item.page}/${index}`)
  }
  for (const visit of all.values()) visit.events.sort((a, b) => a.at - b.at || a.record.index - b.record.index)
  return [...all.values()]
}

const put = (visit: Visit, item: FeedItem, key: string): void => {
  switch (item.kind) {
    case "page":
      Object.assign(visit, { url: item.url, title: item.title, at: visit.at || item.at })
      return
    case "event":
      visit.events.push({ key: `${item.page}/${item.record.container}/${item.record.index}`, record: item.record, at: item.record.detail?.at ?? 0 })
      return
    case "request":
      visit.requests.push({ key, at: item.at, request: item.request })
      return
    case "blocked":
      visit.notices.push({ key, text: `The page's own code asked for ${item.url}; it was kept on this machine (${item.what}).` })
      return
    case "note":
      visit.notices.push({ key, text: item.text })
  }
}

/** Requests that tags of an event caused. */
export const requestsOf = (event: ShownEvent, visit: Visit): ShownRequest[] => {
  const tags = [...new Set(event.record.fired.map(({ tag }) => tag))]
  const mine = new Set(tags.flatMap((tag) => (firingsOf(tag, visit).includes(event) ? ofTag(tag, event, visit) : [])))
  return visit.requests.filter((request) => mine.has(request))
}

const firingsOf = (tag: string, visit: Visit): ShownEvent[] => visit.events.filter(({ record }) => record.fired.some((fired) => fired.tag === tag))

const isGa4 = ({ request }: ShownRequest): boolean => URL.parse(request.url)?.pathname.endsWith("/g/collect") === true

const ofTag = (tag: string, event: ShownEvent, visit: Visit): ShownRequest[] => {
  const firings = firingsOf(tag, visit)
  const own = visit.requests.filter(({ request }) => request.tags.includes(tag))
  // GA4 events wait for each other: a request names its tag once for each event it carries, in their order.
  const hits = own.filter(isGa4).flatMap((request) => request.request.tags.filter((one) => one === tag).map(() => request))
  const hit = hits[firings.indexOf(event)]
  const next = firings[firings.indexOf(event) + 1]?.at ?? Number.POSITIVE_INFINITY
  return [...(hit === undefined ? [] : [hit]), ...own.filter((one) => !isGa4(one) && one.at >= event.at && one.at < next)]
}

const WORDS: Record<string, string> = {
  "gtm.init_consent": "Consent Initialization", "gtm.init": "Initialization", "gtm.js": "Container Loaded", "gtm.dom": "DOM Ready", "gtm.load": "Window Loaded",
  "gtm.click": "Click", "gtm.linkClick": "Link Click", "gtm.formSubmit": "Form Submit", "gtm.historyChange": "History Change", "gtm.scrollDepth": "Scroll Depth",
  "gtm.elementVisibility": "Element Visibility", "gtm.timer": "Timer", "gtm.triggerGroup": "Trigger Group", "gtm.video": "YouTube Video", "gtm.pageError": "JavaScript Error",
}
/** An event as people call it. */
export const eventName = (event: string): string => WORDS[event] ?? event

export const elapsed = (from: number, at: number): string => {
  const ms = Math.max(0, at - from)
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`
}
