/** What a page view of a shop carries */
export const PAGE = { url: "https://shop.example/pricing/", title: "Plans and prices", referrer: "https://shop.example/" }
export const CHOICE = { necessary: true, analytics: true, marketing: false }

/** Visitors who are on the site at the same moment, and how many events each sends, on how many pages, before another comes. */
const AT_ONCE = 1_000
const EVENTS_EACH = 10
const EVENTS_PER_PAGE = 5
/** As in the kit: time in base 36, then a random rest (`world/random.ts`, `push/track.ts`) */
const RADIX = 36
const VIEW_LENGTH = 20

interface Ids {
  /** Of the next event */
  id: string
  leadId: string
}
/** `kit`: ids as the kit makes them, which begin with their time. `random`: UUID 4 for the event, so that each lands on a page of its own in the index that finds duplicates. */
export type IdKind = "kit" | "random"
export const isIdKind = (text: string): text is IdKind => text === "kit" || text === "random"

/** The ids that a site's visitors send, one event of each in turn; `now` in ms since 1970. */
export const visitors = (kind: IdKind): ((now: number) => Ids) => {
  const present: { leadId: string; view: string; sent: number }[] = []
  let turn = 0
  const newId = (now: number): string => now.toString(RADIX) + crypto.randomUUID()
  return (now) => {
    const place = turn++ % AT_ONCE
    const one = present[place]
    const visitor = one === undefined || one.sent >= EVENTS_EACH ? { leadId: newId(now), view: "", sent: 0 } : one
    present[place] = visitor
    if (visitor.sent % EVENTS_PER_PAGE === 0) visitor.view = newId(now).slice(0, VIEW_LENGTH)
    visitor.sent += 1
    return { id: kind === "random" ? crypto.randomUUID() : `${visitor.view}.${visitor.sent}`, leadId: visitor.leadId }
  }
}
