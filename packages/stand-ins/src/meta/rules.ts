import { isObject, objectOf, type Json } from "../json.ts"
import type { Problem } from "../ledger.ts"

const DAY_MS = 86_400_000
/** Meta, Conversions API, "Server event parameters": event_time up to 7 days before the request. */
const OLDEST_MS = 7 * DAY_MS
/** Clocks differ a little; more is a future event, which Meta refuses. */
const FUTURE_MS = 60_000
const MOST_EVENTS = 1000

const sources = ["website", "app", "phone_call", "chat", "email", "other", "physical_store", "system_generated", "business_messaging"]
/** "Customer information parameters": to be hashed. */
const hashed = ["em", "ph", "fn", "ln", "ge", "db", "ct", "st", "zp", "country"]
/** Never hashed, else Meta cannot match them. */
const plain = ["client_ip_address", "client_user_agent", "fbc", "fbp", "subscription_id", "fb_login_id", "lead_id"]
const clickId = /^fb\.\d\.\d{13}\..+/
const sha256 = /^[0-9a-f]{64}$/

const texts = (value: unknown): unknown[] => (Array.isArray(value) ? value : value === undefined ? [] : [value])
type Rule = (event: Json, path: string, now: number) => Problem[]

/** The rules for one event. The codes are ours: Meta's sub-codes are not published in full. */
export const metaRules: Record<string, Rule> = {
  "event name": ({ event_name: name }, path) => (typeof name === "string" && name !== "" ? [] : [{ code: "event_name", path: `${path}.event_name`, message: "event_name is required" }]),
  "event time": ({ event_time: time }, path, now) => {
    const at = `${path}.event_time`
    if (typeof time !== "number" || !Number.isInteger(time)) return [{ code: "event_time", path: at, message: "event_time is required: whole seconds since 1970" }]
    if (now - time * 1000 > OLDEST_MS) return [{ code: "too_old", path: at, message: "event_time is more than 7 days ago" }]
    return time * 1000 - now > FUTURE_MS ? [{ code: "in_the_future", path: at, message: "event_time is in the future" }] : []
  },
  "action source": ({ action_source: source }, path) =>
    sources.includes(String(source)) ? [] : [{ code: "action_source", path: `${path}.action_source`, message: `action_source is one of ${sources.join(", ")}` }],
  "page address": ({ action_source: source, event_source_url: url }, path) =>
    source !== "website" || url === undefined || URL.canParse(String(url)) ? [] : [{ code: "event_source_url", path: `${path}.event_source_url`, message: "event_source_url is no URL" }],
  "somebody to match": ({ user_data: user }, path) =>
    isObject(user) && Object.keys(user).length > 0 ? [] : [{ code: "nobody_to_match", path: `${path}.user_data`, message: "Not enough customer information to match anybody" }],
  "hashed where it must be": ({ user_data: user }, path) =>
    hashed.flatMap((key) =>
      texts(objectOf(user)[key]).some((value) => !sha256.test(String(value))) ? [{ code: "not_hashed", path: `${path}.user_data.${key}`, message: `${key} must be SHA-256, lower-case hex` }] : [],
    ),
  "plain where it must be": ({ user_data: user }, path) =>
    plain.flatMap((key) => (texts(objectOf(user)[key]).some((value) => sha256.test(String(value))) ? [{ code: "hashed", path: `${path}.user_data.${key}`, message: `${key} must not be hashed` }] : [])),
  "click and browser id": ({ user_data: user }, path) =>
    ["fbc", "fbp"].flatMap((key) => {
      const value = objectOf(user)[key]
      return value === undefined || clickId.test(String(value)) ? [] : [{ code: key, path: `${path}.user_data.${key}`, message: `${key} looks like fb.1.<milliseconds>.<id>` }]
    }),
  money: ({ event_name: name, custom_data: data }, path) => {
    const { value, currency } = objectOf(data)
    if (name !== "Purchase" && value === undefined) return []
    if (typeof value !== "number") return [{ code: "value", path: `${path}.custom_data.value`, message: "value is a number in major units" }]
    return typeof currency === "string" && /^[A-Za-z]{3}$/.test(currency) ? [] : [{ code: "currency", path: `${path}.custom_data.currency`, message: "currency is an ISO 4217 code" }]
  },
}

/** One bad event rejects the whole request. */
export const judgeMeta = (data: unknown, now: number): Problem[] => {
  if (!Array.isArray(data) || data.length === 0) return [{ code: "data", path: "data", message: "data is a list of events" }]
  if (data.length > MOST_EVENTS) return [{ code: "data", path: "data", message: `At most ${MOST_EVENTS} events` }]
  return data.flatMap((event, i) => (isObject(event) ? Object.values(metaRules).flatMap((rule) => rule(event, `data[${i}]`, now)) : [{ code: "data", path: `data[${i}]`, message: "An object" }]))
}
