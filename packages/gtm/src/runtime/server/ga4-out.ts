import { text } from "../engine/runtime.ts"
import { encodeItems } from "../ga4/items.ts"
import type { Pairs } from "../ga4/hit.ts"
import { HINTS, OTHER, WIRE_KEYS, type EventData } from "./event-data.ts"

/** Where a server container sends GA4 events on to. */
export const GOOGLE_COLLECT = "https://www.google-analytics.com/g/collect"

const isSystem = (key: string): boolean => WIRE_KEYS[key] !== undefined || key.startsWith("x-ga-") || key === "client_hints"
export const systemOnly = (data: EventData): EventData => Object.fromEntries(Object.entries(data).filter(([key]) => isSystem(key)))
/** Derived from others, or about the request: never parameters. */
const DERIVED = new Set(["page_hostname", "user_agent", "ip_override", "user_properties", "items", "user_data", "request_start_time_ms"])

/** An event as the wire of `/g/collect` spells it (facts D2, D3). */
export const encodeEvent = (data: EventData): Pairs => [
  ...Object.entries(data).flatMap(([key, value]): Pairs => {
    if (value === undefined || value === null || DERIVED.has(key) || key.startsWith("x-sst-")) return []
    // The path that follows from the address is not said again.
    if (key === "page_path" && value === URL.parse(String(data["page_location"]))?.pathname) return []
    if (key === "x-ga-system_properties") return Object.entries(value).map(([flag, state]): [string, string] => [`_${flag}`, String(state)])
    if (key === "client_hints") return hints(value)
    if (key.startsWith(OTHER)) return [[key.slice(OTHER.length), String(value)]]
    const wire = WIRE_KEYS[key]
    if (wire !== undefined) return [[wire, String(value)]]
    return key.startsWith("x-ga-") ? [] : [[typeof value === "number" ? `epn.${key}` : `ep.${key}`, typeof value === "object" ? JSON.stringify(value) : String(value)]]
  }),
  ...encodeItems(data["items"]),
]

const hints = (given: object): Pairs => Object.entries(HINTS).flatMap(([key, name]): Pairs => (Reflect.has(given, name) ? [[key, String(Reflect.get(given, name))]] : []))

export const encodeUserProperties = (properties: Record<string, unknown>): Pairs =>
  Object.entries(properties).flatMap(([key, value]): Pairs => (value === undefined ? [] : [[typeof value === "number" ? `upn.${key}` : `up.${key}`, text(value)]]))
