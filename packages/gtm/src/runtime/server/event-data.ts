/** One event as a server container's tags see it. */
export type EventData = Record<string, unknown>

/** GA4 wire keys and the event data keys they become. */
const NAMES: Record<string, string> = {
  cid: "client_id", uid: "user_id", sid: "ga_session_id", sct: "ga_session_number", dl: "page_location", dr: "page_referrer", dt: "page_title", dp: "page_path",
  ul: "language", sr: "screen_resolution", cu: "currency", cs: "campaign_source", cm: "campaign_medium", cn: "campaign_name", ck: "campaign_term", cc: "campaign_content",
  ci: "campaign_id", en: "event_name", tid: "x-ga-measurement_id", v: "x-ga-protocol_version", gtm: "x-ga-gtm_version", _p: "x-ga-page_id", gcs: "x-ga-gcs", gcd: "x-ga-gcd",
  _s: "x-ga-request_count", _et: "engagement_time_msec", tt: "traffic_type", ir: "ignore_referrer",
}
/** Keys whose value is a number in event data. */
const COUNTS = new Set(["x-ga-request_count", "engagement_time_msec"])
/** Flags the client sets itself: `_fv=1` is `{fv: "1"}` among the system properties. */
export const FLAGS = new Set(["fv", "nsi", "ss", "ee", "c", "dbg", "eu", "tu", "ng"])
/** Client hints by wire key. */
export const HINTS: Record<string, string> = { uaa: "architecture", uab: "bitness", uafvl: "full_version_list", uamb: "mobile", uam: "model", uap: "platform", uapv: "platform_version", uaw: "wow64" }
/** Everything else of the wire keeps its key behind this. */
export const OTHER = "x-ga-mp2-"
export const WIRE_KEYS: Record<string, string> = Object.fromEntries(Object.entries(NAMES).map(([key, name]) => [name, key]))

const ITEM_NAMES: Record<string, string> = {
  id: "item_id", nm: "item_name", br: "item_brand", ca: "item_category", c2: "item_category2", c3: "item_category3", c4: "item_category4", c5: "item_category5", va: "item_variant",
  pr: "price", qt: "quantity", cp: "coupon", ln: "item_list_name", li: "item_list_id", lp: "index", ds: "discount", af: "affiliation", pi: "promotion_id", pn: "promotion_name",
  cn: "creative_name", cs: "creative_slot", lo: "location_id",
}
const ITEM_NUMBERS = new Set(["price", "quantity", "index", "discount"])

/** The events of one `/g/collect` request: URL fields are shared by the lines of the body. */
export const readGa4Request = (query: string, body: string | undefined): EventData[] =>
  (body === undefined || body.trim() === "" ? [""] : body.split(/\r?\n/).filter((line) => line !== "")).map((line) => toEventData([...new URLSearchParams(query), ...new URLSearchParams(line)]))

const toEventData = (pairs: [string, string][]): EventData => {
  const data: EventData = {}
  const properties: Record<string, unknown> = {}
  const items: [number, Record<string, unknown>][] = []
  for (const [key, value] of pairs) {
    const item = /^pr(\d+)$/.exec(key)
    if (item !== null) items.push([Number(item[1]), readItem(value)])
    else if (key.startsWith("epn.")) data[key.slice(4)] = Number(value)
    else if (key.startsWith("ep.")) data[key.slice(3)] = value
    else if (key.startsWith("upn.")) properties[key.slice(4)] = Number(value)
    else if (key.startsWith("up.")) properties[key.slice(3)] = value
    else putSystem(data, key, value)
  }
  if (items.length > 0) data["items"] = items.sort(([a], [b]) => a - b).map(([, one]) => one)
  if (Object.keys(properties).length > 0) data["user_properties"] = properties
  const location = URL.parse(String(data["page_location"] ?? ""))
  if (location !== null) Object.assign(data, { page_hostname: location.hostname, page_path: data["page_path"] ?? location.pathname })
  return data
}

const part = (data: EventData, name: string): object => {
  const present = data[name]
  const made = typeof present === "object" && present !== null ? present : {}
  data[name] = made
  return made
}

const putSystem = (data: EventData, key: string, value: string): void => {
  const name = NAMES[key]
  if (name !== undefined) data[name] = COUNTS.has(name) ? Number(value) : value
  else if (HINTS[key] !== undefined) Reflect.set(part(data, "client_hints"), HINTS[key], value)
  else if (key.startsWith("sst.")) Reflect.set(part(data, "x-sst-system_properties"), key.slice(4), value)
  else if (key.startsWith("_") && FLAGS.has(key.slice(1))) Reflect.set(part(data, "x-ga-system_properties"), key.slice(1), value)
  else if (key !== "richsstsse") data[OTHER + key] = value
}

const readItem = (text: string): Record<string, unknown> => {
  const item: Record<string, unknown> = {}
  const names = new Map<string, string>()
  for (const part of text.replaceAll("~~", "\u0000").split("~").map((one) => one.replaceAll("\u0000", "~"))) {
    const [code, value] = [part.slice(0, 2), part.slice(2)]
    const name = ITEM_NAMES[code]
    if (name !== undefined) item[name] = ITEM_NUMBERS.has(name) && Number.isFinite(Number(value)) ? Number(value) : value
    else if (code.startsWith("k")) names.set(code.slice(1), value)
    else if (code.startsWith("v")) item[names.get(code.slice(1)) ?? code] = value
  }
  return item
}

/** A dotted path into event data; keys that contain dots themselves come first. */
export const readEventData = (data: EventData, path: string): unknown => {
  if (Object.hasOwn(data, path)) return data[path]
  let at: unknown = data
  for (const step of path.split(".")) {
    if (typeof at !== "object" || at === null) return undefined
    at = Object.hasOwn(at, step) ? Reflect.get(at, step) : undefined
  }
  return at
}
