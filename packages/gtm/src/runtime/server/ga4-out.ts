import { text } from "../engine/runtime.ts"
import { encodeItems } from "../ga4/items.ts"
import type { Pairs } from "../ga4/hit.ts"
import { WIRE_KEYS, type EventData } from "./event-data.ts"

/** Where a server container sends GA4 events on to. */
export const GOOGLE_COLLECT = "https://www.google-analytics.com/g/collect"

const isSystem = (key: string): boolean => WIRE_KEYS[key] !== undefined
export const systemOnly = (data: EventData): EventData => Object.fromEntries(Object.entries(data).filter(([key]) => isSystem(key)))
/** Derived from others, or about the request: never parameters. */
const DERIVED = new Set(["page_hostname", "user_agent", "ip_override", "user_properties", "items", "client_hints", "user_data", "request_start_time_ms"])

/** An event as the wire of `/g/collect` spells it (facts D2, D3). */
export const encodeEvent = (data: EventData): Pairs => [
  ...Object.entries(data).flatMap(([key, value]): Pairs => {
    if (value === undefined || value === null || DERIVED.has(key) || key.startsWith("x-sst-")) return []
    const wire = WIRE_KEYS[key]
    if (wire !== undefined) return [[wire, String(value)]]
    return key.startsWith("x-ga-") ? [] : [[typeof value === "number" ? `epn.${key}` : `ep.${key}`, typeof value === "object" ? JSON.stringify(value) : String(value)]]
  }),
  ...encodeItems(data["items"]),
]

export const encodeUserProperties = (properties: Record<string, unknown>): Pairs =>
  Object.entries(properties).flatMap(([key, value]): Pairs => (value === undefined ? [] : [[typeof value === "number" ? `upn.${key}` : `up.${key}`, text(value)]]))
