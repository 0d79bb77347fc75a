import type { CategoryChoice, CollectBatch, CollectEvent, Touch } from "@tagwright/formats"
import { HttpError } from "../http/answer.ts"

/** The kit flushes far earlier; more is a mistake or an attack. */
const MOST_EVENTS = 200
/** Ids are UUIDs, or a page view's own name and a number; anything longer is not ours. */
const ID_PATTERN = /^[A-Za-z0-9._:-]{1,100}$/
/** Longest text kept of a page's address, as GA4 keeps it (page_location 1000, page_title 300, page_referrer 420). */
const LONGEST_URL = 1000
const LONGEST_TITLE = 300
const LONGEST_REFERRER = 420

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value)
const isId = (value: unknown): value is string => typeof value === "string" && ID_PATTERN.test(value)
const isTime = (value: unknown): value is number => typeof value === "number" && Number.isSafeInteger(value) && value > 0
const refuse = (reason: string): never => {
  throw new HttpError(400, reason)
}

/** The entries of one type, the others left out. */
const only = <T>(record: Record<string, unknown>, isRight: (value: unknown) => value is T): Record<string, T> => {
  const kept: Record<string, T> = {}
  for (const key in record) {
    const value = record[key]
    if (isRight(value)) kept[key] = value
  }
  return kept
}
const isBoolean = (value: unknown): value is boolean => typeof value === "boolean"
const isText = (value: unknown): value is string => typeof value === "string"
const choiceOf = (value: unknown): CategoryChoice => (isRecord(value) ? only(value, isBoolean) : refuse("consent_missing"))
const textRecord = (value: unknown): Record<string, string> => (isRecord(value) ? only(value, isText) : {})

const touchOf = (value: unknown): Touch | undefined => {
  if (!isRecord(value) || !isTime(value["at"]) || typeof value["landing"] !== "string") return undefined
  const { at, landing, referrer } = value
  return {
    at,
    landing: landing.slice(0, LONGEST_URL),
    ...(typeof referrer === "string" && { referrer: referrer.slice(0, LONGEST_REFERRER) }),
    params: textRecord(value["params"]),
  }
}

const pageOf = (value: unknown): CollectEvent["page"] | undefined => {
  if (!isRecord(value) || typeof value["url"] !== "string") return undefined
  const { url, title, referrer } = value
  return {
    url: url.slice(0, LONGEST_URL),
    ...(typeof title === "string" && { title: title.slice(0, LONGEST_TITLE) }),
    ...(typeof referrer === "string" && { referrer: referrer.slice(0, LONGEST_REFERRER) }),
  }
}

/** An event whose envelope can be read; whether its values fit the plan is judged later. */
export interface RawEvent {
  id: string
  name: string
  at: number
  page: CollectEvent["page"] | undefined
  params: CollectEvent["params"]
  personal: Record<string, string> | undefined
}
export interface Batch {
  sent: number
  shared: CollectBatch["shared"]
  events: { event: RawEvent | undefined; raw: unknown }[]
}

const eventOf = (value: unknown, shared: CollectEvent["page"]): RawEvent | undefined => {
  if (!isRecord(value)) return undefined
  const { id, name, at, params, personal } = value
  if (!isId(id) || typeof name !== "string" || !isTime(at) || !isParams(params)) return undefined
  return { id, name, at, page: pageOf(value["page"]) ?? shared, params, personal: personal === undefined ? undefined : textRecord(personal) }
}
/** The plan's validators look at each value; here only the outer shape is known. */
const isParams = (value: unknown): value is CollectEvent["params"] => isRecord(value)

/** Reads what the kit posts. Throws 400 when the envelope is unusable; a bad event inside does not spoil the others. */
export const parseBatch = (body: Buffer): Batch => {
  const value = parseJson(body)
  if (!isRecord(value) || value["v"] !== 1) return refuse("not_a_collect_batch_v1")
  const { sent, shared, events } = value
  if (!isTime(sent) || !isRecord(shared) || !Array.isArray(events)) return refuse("not_a_collect_batch_v1")
  if (events.length > MOST_EVENTS) return refuse("too_many_events")
  const { lead_id, client_id, session_id, test_mode } = shared
  if (!isId(lead_id)) return refuse("lead_id_missing")
  const firstTouch = touchOf(shared["first_touch"])
  const lastTouch = touchOf(shared["last_touch"])
  const page = pageOf(shared["page"])
  return {
    sent,
    shared: {
      lead_id,
      ...(isId(client_id) && { client_id }),
      ...(isId(session_id) && { session_id }),
      consent: choiceOf(shared["consent"]),
      ...(test_mode === true && { test_mode: true }),
      ...(firstTouch && { first_touch: firstTouch }),
      ...(lastTouch && { last_touch: lastTouch }),
      ...(typeof shared["link"] === "string" && { link: shared["link"] }),
    },
    events: events.map((raw: unknown) => ({ event: eventOf(raw, page), raw })),
  }
}

const parseJson = (body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString())
  } catch {
    return refuse("not_json")
  }
}
