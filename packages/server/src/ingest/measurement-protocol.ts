import { sha256, type ParamValue } from "@tagwright/formats"
import { createHash, timingSafeEqual } from "node:crypto"
import type { ServerContext } from "../context.ts"
import { HttpError, type Answer, type Call } from "../http/answer.ts"
import { routed } from "../plan/consent.ts"
import { cleanParams } from "../privacy/clean.ts"
import type { NewEvent, Quarantined } from "../store/model.ts"
import { listAt, objectAt, textAt, type Json } from "../webhooks/lossless.ts"
import { eventByGa4Name } from "./gtag/collect.ts"

/** Measurement Protocol: "The body must be smaller than 130 kB", "at most 25 events". */
const CAP_BYTES = 130_000
const MOST_EVENTS = 25
const MICROS_PER_MS = 1000

const digest = (value: string): Buffer => createHash("sha256").update(value).digest()
const isValue = (value: unknown): value is ParamValue => ["string", "number", "boolean"].includes(typeof value) || Array.isArray(value)

/**
 * `POST /mp/collect`: a backend that speaks Google's Measurement Protocol points here instead. Unlike Google we look at
 * the secret, and say what is wrong; events must be the plan's.
 */
export const measurementProtocol =
  (context: ServerContext) =>
  async (call: Call): Promise<Answer> => {
    const { store, clock } = context
    if (store.saturated || store.broken !== undefined) throw new HttpError(503, "busy", 1)
    authorize(context, new URLSearchParams(call.search))
    const body = parse(await call.body(CAP_BYTES))
    const clientId = textAt(body, "client_id")
    const list = listAt(body, "events")
    if (clientId === undefined || list.length === 0 || list.length > MOST_EVENTS) throw new HttpError(400, "not_a_measurement_protocol_body")
    const now = clock.now()
    const events: NewEvent[] = []
    const quarantined: Quarantined[] = []
    for (const one of list) {
      const judged = await judge(context, body, one, clientId, now)
      if ("reason" in judged) quarantined.push(judged)
      else events.push(judged)
    }
    const stored = await store.append({ events, quarantined })
    context.signals.stored(events, stored)
    return { status: 204 }
  }

const authorize = ({ runtime, secrets }: ServerContext, query: URLSearchParams): void => {
  if (query.get("measurement_id") !== runtime.environment.ga4) throw new HttpError(403, "measurement_id_of_another_environment")
  const expected = Object.values(runtime.plan.destinations).flatMap((one) => (one.type === "ga4" ? [secrets(one.secret)] : []))
  const found = digest(query.get("api_secret") ?? "")
  if (!expected.some((secret) => secret !== undefined && timingSafeEqual(digest(secret), found))) throw new HttpError(401, "api_secret_wrong")
}

const parse = (body: Buffer): Json => {
  try {
    return objectAt(JSON.parse(body.toString()))
  } catch {
    throw new HttpError(400, "not_json")
  }
}

const judge = async ({ runtime, store }: ServerContext, body: Json, one: Json, clientId: string, now: number): Promise<NewEvent | Quarantined> => {
  const name = textAt(one, "name") ?? ""
  const given = objectAt(one, "params")
  const event = eventByGa4Name(runtime, name)
  const names = new Set(event === undefined ? [] : [...event.plan.required, ...event.plan.optional])
  const params = Object.fromEntries(Object.entries(given).filter((entry): entry is [string, ParamValue] => names.has(entry[0]) && isValue(entry[1])))
  const micros = Number(textAt(one, "timestamp_micros") ?? textAt(body, "timestamp_micros") ?? now * MICROS_PER_MS)
  const id = textAt(given, "event_id") ?? `mp:${sha256(JSON.stringify([clientId, name, micros, given]))}`
  const reason = event === undefined ? "unknown_event" : event.check(params)
  if (event === undefined || reason !== undefined) return { id, source: "mp", receivedAt: now, reason: reason ?? "unknown_event", body: JSON.stringify({ name, params: Object.keys(given) }) }
  const leadId = textAt(given, "lead_id")
  const person = leadId === undefined ? undefined : await store.person(leadId)
  const deliveries = routed(event.routes, person?.choice, now)
  return { id, name: event.name, source: "mp", at: Math.min(Math.floor(micros / MICROS_PER_MS), now), receivedAt: now, leadId, clientId, sessionId: textAt(given, "session_id"), choice: person?.choice, params: cleanParams(event.clean(params), []), testMode: runtime.environment.testMode, deliveries }
}
