import { randomBytes } from "node:crypto"
import { sha256, type CategoryChoice } from "@tagwright/formats"
import type { ServerContext } from "../../context.ts"
import { deviceOf } from "../device.ts"
import { HttpError, type Answer, type Call } from "../../http/answer.ts"
import { cookieOf, setCookie } from "../../http/cookies.ts"
import type { Cors } from "../../http/cors.ts"
import { routed } from "../../plan/consent.ts"
import type { CompiledEvent } from "../../plan/event.ts"
import type { PlanRuntime } from "../../plan/runtime.ts"
import { cleanPage, cleanParams } from "../../privacy/clean.ts"
import type { NewEvent, Quarantined } from "../../store/model.ts"
import { parseHits, type GtagHit } from "./parse.ts"

/** gtag.js flushes a batch at 16 kB. */
const CAP_BYTES = 64 * 1024
/** Chrome keeps no cookie longer. */
const FPID_DAYS = 400
const FPID_BYTES = 32

/** Consent Mode in the plan's words: a category is granted when everything it grants of storage is. Without it nobody was asked: unknown. */
const choiceOf = (runtime: PlanRuntime, consent: GtagHit["consent"]): CategoryChoice | undefined =>
  consent &&
  Object.fromEntries(
    Object.entries(runtime.plan.consent.categories).map(([key, category]) => [
      key,
      category.always || category.grants.every((type) => (type === "analytics_storage" ? consent.analytics : type.startsWith("ad_") ? consent.ads : true)),
    ]),
  )

/** The plan's event behind a GA4 name. */
export const eventByGa4Name = (runtime: PlanRuntime, name: string): CompiledEvent | undefined =>
  runtime.events.get(name) ?? [...runtime.events.values()].find((event) => event.plan.ga4Name === name)

const toGa4 = (runtime: PlanRuntime, event: CompiledEvent) =>
  event.plan.to.flatMap((id) => {
    const destination = runtime.plan.destinations[id]
    return destination?.type === "ga4" ? [{ destination: id, category: destination.consent, always: false }] : []
  })

const reasonAgainst = (runtime: PlanRuntime, hit: GtagHit, event: CompiledEvent | undefined): string | undefined => {
  if (hit.measurementId !== runtime.environment.ga4) return "wrong_environment"
  if (event === undefined) return "unknown_event"
  return event.check(declared(event, hit))
}
/** gtag adds parameters of its own accord; those of the plan are judged. */
const declared = (event: CompiledEvent, { params }: GtagHit): GtagHit["params"] => {
  const names = new Set([...event.plan.required, ...event.plan.optional])
  return Object.fromEntries(Object.entries(params).filter(([name]) => names.has(name)))
}

/**
 * `GET|POST /g/collect`: what `gtag.js` sends when `server_container_url` points here. Judged by the plan, stored, and sent
 * on to GA4 by our queue. Ids have a prefix of their own: the kit reports the same event for the CRM under its plain id.
 */
export const gtagCollect =
  (context: ServerContext, cors: Cors) =>
  async (call: Call): Promise<Answer> => {
    const headers = cors(call)
    const { runtime, store, clock } = context
    if (store.saturated || store.broken !== undefined) throw new HttpError(503, "busy", 1)
    const hits = parseHits(call.search, call.method === "POST" ? (await call.body(CAP_BYTES)).toString() : "")
    if (hits.every((hit) => hit.name === "")) throw new HttpError(400, "no_event")
    const now = clock.now()
    const events: NewEvent[] = []
    const quarantined: Quarantined[] = []
    for (const hit of hits) {
      const event = eventByGa4Name(runtime, hit.name)
      const id = `ga4:${sha256(hit.identity)}`
      const reason = reasonAgainst(runtime, hit, event)
      if (reason !== undefined || event === undefined) quarantined.push({ id, source: "gtag", receivedAt: now, name: event?.name, reason: reason ?? "unknown_event", body: JSON.stringify({ name: hit.name, params: Object.keys(hit.params) }) })
      else events.push({ ...eventOf(runtime, hit, event, id, now), device: deviceOf(call.headers) })
    }
    const stored = await store.append({ events, quarantined })
    context.signals.stored(events, stored)
    const cookie = fpid(call, hits, now)
    return { status: 204, headers: cookie === undefined ? headers : { ...headers, "set-cookie": [cookie] } }
  }

const eventOf = (runtime: PlanRuntime, hit: GtagHit, event: CompiledEvent, id: string, now: number): NewEvent => {
  const choice = choiceOf(runtime, hit.consent)
  const lead = hit.params["lead_id"]
  return {
    id,
    name: event.name,
    source: "gtag",
    at: now,
    receivedAt: now,
    leadId: typeof lead === "string" && lead !== "" ? lead : undefined,
    clientId: hit.clientId,
    sessionId: hit.sessionId,
    choice,
    page: hit.page && cleanPage(hit.page, []),
    params: cleanParams(event.clean(declared(event, hit)), []),
    testMode: runtime.environment.testMode,
    deliveries: routed(toGa4(runtime, event), choice, now),
  }
}

/** Google's own first-party id: FPID2.<depth>.<random>.<seconds>; only with consent to analytics, and never replaced. */
const fpid = (call: Call, hits: readonly GtagHit[], now: number): string | undefined => {
  if (cookieOf(call.headers.cookie, "FPID") !== undefined || !hits.some((hit) => hit.consent?.analytics === true)) return undefined
  return setCookie("FPID", `FPID2.1.${encodeURIComponent(randomBytes(FPID_BYTES).toString("base64"))}.${Math.floor(now / 1000)}`, { days: FPID_DAYS, httpOnly: true })
}
