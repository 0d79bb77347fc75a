import { isObject, listOf, objectOf, type Json } from "../json.ts"
import type { Problem } from "../ledger.ts"

const DAY_MS = 86_400_000
/** Web events: "up to 7 days". */
const OLDEST_MS = 7 * DAY_MS
const FUTURE_MS = 60_000
export const MOST_EVENTS = 1000
const hashedKeys = ["email", "phone", "external_id"]
const plainKeys = ["ttclid", "ttp", "ip", "user_agent"]
const sha256 = /^[0-9a-f]{64}$/

const problem = (path: string, code: string, message: string): Problem[] => [{ code, path, message }]
const texts = (value: unknown): unknown[] => (Array.isArray(value) ? value : value === undefined ? [] : [value])
type Rule = (event: Json, path: string, now: number) => Problem[]

/** TikTok, "Events API 2.0", web (read November 2026). */
export const tiktokRules: Record<string, Rule> = {
  "event name": ({ event }, path) => (typeof event === "string" && event !== "" ? [] : problem(`${path}.event`, "event", "event is required")),
  "event time": ({ event_time: at }, path, now) => {
    if (typeof at !== "number" || !Number.isInteger(at)) return problem(`${path}.event_time`, "event_time", "Whole seconds since 1970")
    if (at * 1000 > now + FUTURE_MS) return problem(`${path}.event_time`, "in_the_future", "In the future")
    return at * 1000 < now - OLDEST_MS ? problem(`${path}.event_time`, "too_old", "More than 7 days ago") : []
  },
  "event id": ({ event_id: id }, path) => (typeof id === "string" && id !== "" ? [] : problem(`${path}.event_id`, "event_id", "Without it the pixel's copy counts too")),
  "somebody to match": ({ user }, path) => ([...hashedKeys, ...plainKeys].some((key) => texts(objectOf(user)[key]).length > 0) ? [] : problem(`${path}.user`, "nobody_to_match", "At least one of the user's parameters")),
  "hashed where it must be": ({ user }, path) => hashedKeys.flatMap((key) => (texts(objectOf(user)[key]).some((value) => !sha256.test(String(value))) ? problem(`${path}.user.${key}`, "not_hashed", `${key} is SHA-256, lower-case hex`) : [])),
  "plain where it must be": ({ user }, path) => plainKeys.flatMap((key) => (texts(objectOf(user)[key]).some((value) => sha256.test(String(value))) ? problem(`${path}.user.${key}`, "hashed", `${key} must not be hashed`) : [])),
  money: ({ properties }, path) => {
    const { value, currency } = objectOf(properties)
    if (value === undefined) return []
    return typeof value === "number" && /^[A-Z]{3}$/.test(String(currency)) ? [] : problem(`${path}.properties`, "value", "value as a number, with its currency")
  },
  contents: ({ properties }, path) =>
    listOf(objectOf(properties)["contents"]).flatMap((one, i) => {
      const { content_id: id, quantity, price } = objectOf(one)
      return typeof id === "string" && (quantity === undefined || Number.isInteger(quantity)) && (price === undefined || typeof price === "number") ? [] : problem(`${path}.properties.contents[${i}]`, "contents", "content_id as text, a whole quantity, price as a number")
    }),
  "page address": ({ page }, path) => (page === undefined || URL.canParse(String(objectOf(page)["url"])) ? [] : problem(`${path}.page.url`, "page", "url is no URL")),
}

export const judgeTikTok = (body: unknown, now: number): Problem[] => {
  const { event_source: source, event_source_id: id, data } = objectOf(body)
  if (source !== "web" || typeof id !== "string" || id === "") return problem("event_source", "event_source", "event_source is web, event_source_id the pixel's code")
  const events = listOf(data)
  if (events.length === 0 || events.length > MOST_EVENTS) return problem("data", "data", `1 to ${MOST_EVENTS} events`)
  return events.flatMap((event, i) => (isObject(event) ? Object.values(tiktokRules).flatMap((rule) => rule(event, `data[${i}]`, now)) : problem(`data[${i}]`, "data", "An object")))
}
