import { redact, scan } from "@tagwright/privacy"
import { cleanUrl, guard } from "@tagwright/privacy/guard"
import type { CollectEvent, Item, ParamValue, Touch } from "@tagwright/formats"

/** What was taken out of an event before it was stored: kinds and places, never values. */
export interface Removed {
  place: string
  kind: string
}

const cleanText = (text: string, place: string, removed: Removed[]): string => {
  const kind = guard(text)
  if (kind === undefined) return text
  removed.push({ place, kind })
  const cleaned = redact(text, scan(text))
  // An encoding that only the guard sees through: then nothing of the text is worth the risk.
  return guard(cleaned) === undefined ? cleaned : `[${kind}]`
}
/** No personal value can stand in a text without one of these: most addresses need no second look. */
const SUSPICIOUS = /[@\d%]/
const cleanAddress = (url: string, place: string, removed: Removed[]): string => {
  if (!SUSPICIOUS.test(url)) return url
  const cleaned = cleanUrl(url)
  if (cleaned !== url) removed.push({ place, kind: "url" })
  return cleaned
}

/** Ids of a shop are long numbers now and then, which look like much else. */
const isIdField = (field: string): boolean => field.endsWith("_id")
const cleanItems = (items: readonly Item[], removed: Removed[]): Item[] => items.map((item) => cleanItem(item, removed))
const cleanItem = (item: Item, removed: Removed[]): Item => {
  const cleaned = { ...item }
  for (const field in cleaned) {
    const value = cleaned[field]
    if (typeof value === "string" && !isIdField(field)) cleaned[field] = cleanText(value, `items.${field}`, removed)
  }
  return cleaned
}

/** Values that a plan calls harmless may still hold an address somebody typed: it is taken out at the door. */
export const cleanParams = (params: Record<string, ParamValue>, removed: Removed[]): Record<string, ParamValue> => {
  const cleaned: Record<string, ParamValue> = {}
  for (const name in params) {
    const value = params[name]
    if (value !== undefined) cleaned[name] = typeof value === "string" ? cleanText(value, name, removed) : Array.isArray(value) ? cleanItems(value, removed) : value
  }
  return cleaned
}

export const cleanPage = (page: NonNullable<CollectEvent["page"]>, removed: Removed[]): NonNullable<CollectEvent["page"]> => ({
  url: cleanAddress(page.url, "page.url", removed),
  ...(page.title !== undefined && { title: cleanText(page.title, "page.title", removed) }),
  ...(page.referrer !== undefined && { referrer: cleanAddress(page.referrer, "page.referrer", removed) }),
})

export const cleanTouch = (touch: Touch, removed: Removed[]): Touch => ({
  ...touch,
  landing: cleanAddress(touch.landing, "touch.landing", removed),
  ...(touch.referrer !== undefined && { referrer: cleanAddress(touch.referrer, "touch.referrer", removed) }),
  params: Object.fromEntries(Object.entries(touch.params).map(([key, value]) => [key, cleanText(value, `touch.${key}`, removed)])),
})
