import type { Item, ParamValue } from "@tagwright/formats"

/** One event of GA4's web protocol, version 2, as `gtag.js` sends it. */
export interface GtagHit {
  name: string
  clientId: string | undefined
  sessionId: string | undefined
  measurementId: string
  page: { url: string; title?: string; referrer?: string } | undefined
  params: Record<string, ParamValue>
  /** From `gcs`: G1 then ad storage, analytics storage; undefined when the site has no Consent Mode */
  consent: { ads: boolean; analytics: boolean } | undefined
  /** What makes a resent hit the same hit */
  identity: string
}

/** Codes of item fields; the rest of GA4's list has no place in a plan's items. */
const ITEM_FIELDS: Record<string, keyof Item> = { id: "item_id", nm: "item_name", pr: "price", qt: "quantity" }
const MOST_ITEMS = 200

/** `idintensive~nmThe Intensive~pr240~qt1`: fields joined by ~, a literal ~ doubled. */
export const parseItem = (text: string): Item => {
  const item: Item = { item_id: "" }
  // A doubled tilde is put aside under a character that no URL carries.
  for (const field of text.replaceAll("~~", "\u0000").split("~")) {
    const key = ITEM_FIELDS[field.slice(0, 2)]
    const value = field.slice(2).replaceAll("\u0000", "~")
    if (key === "price" || key === "quantity") item[key] = Number(value)
    else if (key !== undefined) item[key] = value
  }
  return item
}

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

const consentOf = (gcs: string | null): GtagHit["consent"] => {
  const found = /^G1([01])([01])/.exec(gcs ?? "")
  return found === null ? undefined : { ads: found[1] === "1", analytics: found[2] === "1" }
}
const pageOf = (query: URLSearchParams): GtagHit["page"] => {
  const [url, title, referrer] = [query.get("dl"), query.get("dt"), query.get("dr")]
  return url === null ? undefined : { url, ...(title !== null && { title }), ...(referrer !== null && { referrer }) }
}

/** Keys that differ when the same hit is sent again (`gcu`: consent changed, sent once more). */
const VOLATILE = new Set(["gcs", "gcd", "gcu", "gcut", "npa", "dma", "dma_cps", "tfd", "_et", "_s", "sst.rnd", "rnd", "pscdl", "tag_exp"])

const hitOf = (query: URLSearchParams): GtagHit => {
  const stable = [...query].filter(([key]) => !VOLATILE.has(key)).map(([key, value]) => `${key}=${value}`)
  return {
    name: query.get("en") ?? "",
    clientId: query.get("cid") ?? undefined,
    sessionId: query.get("sid") ?? undefined,
    measurementId: query.get("tid") ?? "",
    page: pageOf(query),
    params: paramsOf(query),
    consent: consentOf(query.get("gcs")),
    identity: query.get("ep.event_id") ?? stable.toSorted().join("&"),
  }
}

/** A request's hits: the query alone, or one per line of the body with the query's values shared by all. */
export const parseHits = (search: string, body: string): GtagHit[] => {
  const lines = body.split(/\r?\n/).filter((line) => line.trim() !== "")
  if (lines.length === 0) return [hitOf(new URLSearchParams(search))]
  return lines.map((line) => hitOf(new URLSearchParams(`${search}&${line}`)))
}
