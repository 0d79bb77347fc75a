import type { Item, ParamValue } from "@tagwright/formats"
import { parseConsent, type GtagConsent } from "./consent.ts"
import { parseItem } from "./items.ts"

/** One event of GA4's web protocol, version 2, as `gtag.js` sends it. */
export interface GtagHit {
  name: string
  clientId: string | undefined
  sessionId: string | undefined
  /** The site's own login id, where it gives one to gtag */
  userId: string | undefined
  measurementId: string
  page: { url: string; title?: string; referrer?: string } | undefined
  params: Record<string, ParamValue>
  /** Milliseconds of engagement since the last event */
  engagementMs: number | undefined
  consent: GtagConsent | undefined
  /** Sent again because consent changed */
  isResent: boolean
  /** What makes a resent hit the same hit */
  identity: string
}

const MOST_ITEMS = 200

const paramsOf = (query: URLSearchParams): Record<string, ParamValue> => {
  const params: Record<string, ParamValue> = {}
  const items: Item[] = []
  for (const [key, value] of query) {
    if (key.startsWith("epn.")) params[key.slice(4)] = Number(value)
    else if (key.startsWith("ep.")) params[key.slice(3)] = value
    else if (/^pr\d{1,3}$/.test(key) && items.length < MOST_ITEMS) items.push(parseItem(value))
  }
  const currency = query.get("cu")
  return { ...params, ...(items.length > 0 && { items }), ...(currency !== null && { currency }) }
}

const pageOf = (query: URLSearchParams): GtagHit["page"] => {
  const [url, title, referrer] = [query.get("dl"), query.get("dt"), query.get("dr")]
  return url === null ? undefined : { url, ...(title !== null && { title }), ...(referrer !== null && { referrer }) }
}

/** Keys that differ when the same hit is sent again with another consent. */
const VOLATILE = new Set(["gcs", "gcd", "gcu", "gcut", "npa", "dma", "dma_cps", "tfd", "_et", "_s", "rnd", "pscdl", "tag_exp", "are", "_fplc", "ur", "ecid", "richsstsse", "ep.ga_temp_client_id"])
const isVolatile = (key: string): boolean => VOLATILE.has(key) || key.startsWith("sst.")
/** Page views, key events and transactions are sent again when consent changes; nothing else is, so there a counter tells two clicks apart. */
const mayComeAgain = (query: URLSearchParams): boolean => query.get("en") === "page_view" || query.has("_c") || query.has("ep.transaction_id") || query.has("gcu")

const identityOf = (query: URLSearchParams): string => {
  const eventId = query.get("ep.event_id")
  if (eventId !== null) return eventId
  const stable = [...query].filter(([key]) => !isVolatile(key)).map(([key, value]) => `${key}=${value}`)
  return [...stable, ...(mayComeAgain(query) ? [] : [`_s=${query.get("_s")}`])].toSorted().join("&")
}

const hitOf = (query: URLSearchParams): GtagHit => {
  const engagement = query.get("_et")
  return {
    name: query.get("en") ?? "",
    clientId: query.get("cid") ?? undefined,
    sessionId: query.get("sid") ?? undefined,
    userId: query.get("uid") ?? undefined,
    measurementId: query.get("tid") ?? "",
    page: pageOf(query),
    params: paramsOf(query),
    engagementMs: engagement !== null && /^\d{1,9}$/.test(engagement) ? Number(engagement) : undefined,
    consent: parseConsent(query.get("gcs"), query.get("gcd")),
    isResent: query.get("gcu") === "1",
    identity: identityOf(query),
  }
}

/** A request's hits: the query alone, or one per line of the body with the query's values shared by all. */
export const parseHits = (search: string, body: string): GtagHit[] => {
  const lines = body.split(/\r?\n/).filter((line) => line.trim() !== "")
  if (lines.length === 0) return [hitOf(new URLSearchParams(search))]
  return lines.map((line) => hitOf(merged(search, line)))
}
/** What a line says about itself wins over what the address says for all. */
const merged = (search: string, line: string): URLSearchParams => {
  const query = new URLSearchParams(search)
  for (const [key, value] of new URLSearchParams(line)) query.set(key, value)
  return query
}
