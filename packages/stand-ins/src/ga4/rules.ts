import { isObject, listOf, objectOf, type Json } from "../json.ts"
import type { Problem } from "../ledger.ts"
import { eventRules } from "./event-rules.ts"
import { limits, namePattern, reservedPrefix } from "./limits.ts"

interface Request {
  payload: Json
  bytes: number
  query: URLSearchParams
  /** Milliseconds since 1970 */
  now: number
}
type Rule = (request: Request) => Problem[]

const states = ["GRANTED", "DENIED"]

/** The rules for a whole request. */
export const rules: Record<string, Rule> = {
  "measurement id": ({ query }) => (/^G-[A-Z0-9]+$/.test(query.get("measurement_id") ?? "") ? [] : [{ code: "VALUE_REQUIRED", path: "measurement_id", message: "A measurement id in the query" }]),
  "api secret": ({ query }) => (query.get("api_secret") ? [] : [{ code: "VALUE_REQUIRED", path: "api_secret", message: "An API secret in the query" }]),
  size: ({ bytes }) => (bytes > limits.bytes ? [{ code: "VALUE_OUT_OF_BOUNDS", message: `At most ${limits.bytes} bytes` }] : []),
  "client id": ({ payload: { client_id: id } }) =>
    typeof id === "string" && id !== "" ? [] : [{ code: id === undefined || id === "" ? "VALUE_REQUIRED" : "VALUE_INVALID", path: "client_id", message: "A client id, as text" }],
  "number of events": ({ payload: { events } }) => {
    if (!Array.isArray(events) || events.length === 0) return [{ code: "VALUE_REQUIRED", path: "events", message: "At least one event" }]
    return events.length > limits.events ? [{ code: "EXCEEDED_MAX_ENTITIES", path: "events", message: `At most ${limits.events} events` }] : []
  },
  age: ({ payload: { timestamp_micros: micros }, now }) => {
    if (micros === undefined) return []
    const at = Number(micros) / 1000
    if (!Number.isFinite(at)) return [{ code: "VALUE_INVALID", path: "timestamp_micros", message: "Microseconds since 1970" }]
    return now - at > limits.backdateMs ? [{ code: "VALUE_OUT_OF_BOUNDS", path: "timestamp_micros", message: "Older than 72 hours" }] : []
  },
  consent: ({ payload: { consent } }) =>
    Object.entries(objectOf(consent)).flatMap(([name, state]) => {
      if (name !== "ad_user_data" && name !== "ad_personalization") return [{ code: "NAME_INVALID", path: `consent.${name}`, message: "Only ad_user_data and ad_personalization" }]
      return states.includes(String(state)) ? [] : [{ code: "VALUE_INVALID", path: `consent.${name}`, message: "GRANTED or DENIED" }]
    }),
  "user properties": ({ payload: { user_properties: properties } }) => {
    const entries = Object.entries(objectOf(properties))
    if (entries.length > limits.userProperties) return [{ code: "EXCEEDED_MAX_ENTITIES", path: "user_properties", message: `At most ${limits.userProperties}` }]
    return entries.flatMap(([name, property]) => {
      const path = `user_properties.${name}`
      if (reservedPrefix.test(name)) return [{ code: "NAME_RESERVED", path, message: "This name is reserved" }]
      if (!namePattern.test(name) || name.length > limits.userPropertyName) return [{ code: "NAME_INVALID", path, message: "Not a property name" }]
      return String(objectOf(property)["value"] ?? "").length > limits.userPropertyValue ? [{ code: "VALUE_OUT_OF_BOUNDS", path, message: `At most ${limits.userPropertyValue} characters` }] : []
    })
  },
  events: ({ payload: { events } }) =>
    listOf(events).flatMap((event, i) =>
      isObject(event) ? Object.values(eventRules).flatMap((rule) => rule(event, `events[${i}]`)) : [{ code: "VALUE_INVALID", path: `events[${i}]`, message: "An object" }],
    ),
}

/** Everything Google would silently drop or spoil about this request. */
export const judgeGa4 = (body: unknown, text: string, query: URLSearchParams, now: number): Problem[] =>
  isObject(body)
    ? Object.values(rules).flatMap((rule) => rule({ payload: body, bytes: Buffer.byteLength(text), query, now }))
    : [{ code: "VALUE_INVALID", message: "The body is no JSON object" }]
