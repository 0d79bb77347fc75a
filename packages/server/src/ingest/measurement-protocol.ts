import { sha256, type CategoryChoice, type ParamValue } from "@tagwright/formats"
import { createHash, randomUUID, timingSafeEqual } from "node:crypto"
import type { ServerContext } from "../context.ts"
import { HttpError, type Answer, type Call } from "../http/answer.ts"
import { clientEdge, userEdge } from "../identity/edges.ts"
import { clientKey, userKey } from "../identity/names.ts"
import { routed } from "../plan/consent.ts"
import type { PlanRuntime } from "../plan/runtime.ts"
import { cleanParams } from "../privacy/clean.ts"
import type { EdgeInput, NewEvent, Person, Quarantined } from "../store/model.ts"
import { listAt, objectAt, textAt, type Json } from "../webhooks/lossless.ts"
import { eventByGa4Name } from "./gtag/collect.ts"

/** Measurement Protocol: "The body must be smaller than 130 kB", "at most 25 events". */
const CAP_BYTES = 130_000
const MOST_EVENTS = 25
const MICROS_PER_MS = 1000
const EVENT_ID = /^[A-Za-z0-9._:-]{1,100}$/

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
    const userId = textAt(body, "user_id")
    const edges = events.flatMap(({ leadId }): EdgeInput[] => (leadId === undefined ? [] : [...clientEdge(clientId, leadId, "mp", now), ...userEdge(userId, leadId, "mp", now)]))
    const stored = await store.append({ events, quarantined, edges })
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

/** The client, the login and the lead that a body names; a lead that it does not name is the one these keys belong to. */
const whoIs = async ({ store }: ServerContext, body: Json, given: Json, clientId: string): Promise<{ leadId: string | undefined; person: Person | undefined }> => {
  const named = textAt(given, "lead_id")
  const userId = textAt(body, "user_id")
  const leadId = named ?? (await store.leadOf([clientKey(clientId), ...(userId === undefined ? [] : [userKey(userId)])]))
  return { leadId, person: leadId === undefined ? undefined : await store.person(leadId) }
}

/** What the body denies is denied, whatever was chosen before; it cannot grant more than the person did. */
const choiceOf = (runtime: PlanRuntime, body: Json, chosen: CategoryChoice | undefined): CategoryChoice | undefined => {
  const denied = Object.entries(objectAt(body, "consent")).flatMap(([type, state]) => (state === "DENIED" ? [type] : []))
  if (chosen === undefined || denied.length === 0) return chosen
  const categories = Object.entries(runtime.plan.consent.categories).filter(([, { always, grants }]) => !always && grants.some((type) => denied.includes(type)))
  return { ...chosen, ...Object.fromEntries(categories.map(([key]) => [key, false])) }
}

/** Without an id of its own a purchase is the same by its transaction, as in GA4; anything else by all that it says. */
const idOf = (given: Json, name: string, clientId: string, micros: string | undefined): string => {
  const [own, transaction] = [textAt(given, "event_id"), textAt(given, "transaction_id")]
  if (own !== undefined && EVENT_ID.test(own)) return own
  return name === "purchase" && transaction !== undefined ? `mp:purchase:${sha256(transaction)}` : `mp:${sha256(JSON.stringify([clientId, name, micros ?? randomUUID(), given]))}`
}

const judge = async (context: ServerContext, body: Json, one: Json, clientId: string, now: number): Promise<NewEvent | Quarantined> => {
  const { runtime } = context
  const name = textAt(one, "name") ?? ""
  const given = objectAt(one, "params")
  const event = eventByGa4Name(runtime, name)
  const names = new Set(event === undefined ? [] : [...event.plan.required, ...event.plan.optional])
  const params = Object.fromEntries(Object.entries(given).filter((entry): entry is [string, ParamValue] => names.has(entry[0]) && isValue(entry[1])))
  const micros = textAt(one, "timestamp_micros") ?? textAt(body, "timestamp_micros")
  const at = micros === undefined ? now : Math.floor(Number(micros) / MICROS_PER_MS)
  const id = idOf(given, name, clientId, micros)
  const reason = event === undefined ? "unknown_event" : Number.isSafeInteger(at) && at > 0 ? event.check(params) : "timestamp_invalid"
  if (event === undefined || reason !== undefined) return { id, source: "mp", receivedAt: now, reason: reason ?? "unknown_event", body: JSON.stringify({ name, params: Object.keys(given) }) }
  const { leadId, person } = await whoIs(context, body, given, clientId)
  const choice = choiceOf(runtime, body, person?.choice)
  return {
    id,
    name: event.name,
    source: "mp",
    at: Math.min(at, now),
    receivedAt: now,
    leadId,
    clientId,
    sessionId: textAt(given, "session_id"),
    choice,
    params: cleanParams(event.clean(params), []),
    testMode: runtime.environment.testMode,
    deliveries: routed(event.routes, choice, now),
  }
}
