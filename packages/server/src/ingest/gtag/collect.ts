import { sha256, type CategoryChoice, type ConsentType } from "@tagwright/formats"
import type { ServerContext } from "../../context.ts"
import { deviceOf } from "../device.ts"
import { HttpError, type Answer, type Call } from "../../http/answer.ts"
import { domainOf } from "../../http/cookies.ts"
import { clientEdge, userEdge } from "../../identity/edges.ts"
import type { Cors } from "../../http/cors.ts"
import { routed } from "../../plan/consent.ts"
import type { CompiledEvent } from "../../plan/event.ts"
import type { PlanRuntime } from "../../plan/runtime.ts"
import { cleanPage, cleanParams } from "../../privacy/clean.ts"
import type { EdgeInput, NewEvent, Quarantined, Verdict } from "../../store/model.ts"
import type { GtagConsent } from "./consent.ts"
import { clientIdIn, fpidCookie } from "./fpid.ts"
import { parseHits, type GtagHit } from "./parse.ts"

/** gtag.js flushes a batch at 16 kB. */
const CAP_BYTES = 64 * 1024
const LEAD_ID = /^[A-Za-z0-9._:-]{1,100}$/

/** Consent Mode in the plan's words: a category is granted when everything it grants of what travels is. Nobody was asked: unknown. */
const choiceOf = (runtime: PlanRuntime, consent: GtagConsent | undefined): CategoryChoice | undefined => {
  if (consent === undefined) return undefined
  const states: Partial<Record<ConsentType, boolean | undefined>> = consent
  return Object.fromEntries(Object.entries(runtime.plan.consent.categories).map(([key, { always, grants }]) => [key, always || grants.every((type) => !(type in states) || states[type] === true)]))
}

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
    const lasting = clientIdIn(call.headers.cookie)
    for (const raw of hits) {
      const hit = lasting === undefined || raw.consent?.analytics_storage !== true ? raw : { ...raw, clientId: lasting }
      const event = eventByGa4Name(runtime, hit.name)
      const id = `ga4:${sha256(hit.identity)}`
      const reason = reasonAgainst(runtime, hit, event)
      if (reason !== undefined || event === undefined) quarantined.push({ id, source: "gtag", receivedAt: now, name: event?.name, reason: reason ?? "unknown_event", body: JSON.stringify({ name: hit.name, params: Object.keys(hit.params) }) })
      else events.push({ ...eventOf(runtime, hit, event, id, now), device: deviceOf(call.headers) })
    }
    const stored = await store.append({ events, quarantined, edges: hits.flatMap((hit) => edgesOfHit(hit, now)) })
    context.signals.stored(events, stored)
    await grantAgain(context, hits, events, stored, now)
    const cookie = fpidCookie(call.headers.cookie, hits.find((hit) => hit.consent?.analytics_storage === true)?.clientId, domainOf(call.headers), now)
    return { status: 204, headers: { ...headers, "cache-control": "no-store", ...(cookie !== undefined && { "set-cookie": [cookie] }) } }
  }

/** A hit that came before consent, and comes again with it: known already, and may go on now. */
const grantAgain = async ({ store, signals }: ServerContext, hits: readonly GtagHit[], events: readonly NewEvent[], stored: readonly Verdict[], now: number): Promise<void> => {
  if (!hits.some((hit) => hit.isResent)) return
  for (const [index, { id, choice, deliveries }] of events.entries()) {
    const allowed = deliveries.filter(({ state }) => state === "pending").map(({ destination }) => destination)
    if (stored[index] !== "duplicate" || choice === undefined || allowed.length === 0) continue
    if (await store.grant({ id, choice, destinations: allowed, now })) signals.work(new Set(allowed))
  }
}

/** Deterministic keys alone: the client id and the site's login with our lead, where gtag carries it. */
const edgesOfHit = (hit: GtagHit, at: number): EdgeInput[] => {
  const lead = leadOf(hit)
  if (lead === undefined || hit.consent?.analytics_storage !== true) return []
  return [...clientEdge(hit.clientId, lead, "gtag", at), ...userEdge(hit.userId, lead, "gtag", at)]
}
const leadOf = ({ params }: GtagHit): string | undefined => {
  const lead = params["lead_id"]
  return typeof lead === "string" && LEAD_ID.test(lead) ? lead : undefined
}

const eventOf = (runtime: PlanRuntime, hit: GtagHit, event: CompiledEvent, id: string, now: number): NewEvent => {
  const choice = choiceOf(runtime, hit.consent)
  return {
    id,
    name: event.name,
    source: "gtag",
    at: now,
    receivedAt: now,
    leadId: leadOf(hit),
    clientId: hit.clientId,
    sessionId: hit.sessionId,
    choice,
    page: hit.page && cleanPage(hit.page, []),
    params: { ...cleanParams(event.clean(declared(event, hit)), []), ...(hit.engagementMs !== undefined && { engagement_time_msec: hit.engagementMs }) },
    testMode: runtime.environment.testMode,
    deliveries: routed(toGa4(runtime, event), choice, now),
  }
}
