import type { ServerContext } from "../context.ts"
import { HttpError, jsonAnswer, type Call } from "../http/answer.ts"
import type { Route } from "../http/router.ts"
import { channelOf, isDirect, trafficOf } from "../attribution/channels.ts"
import type { Person, StoredEvent } from "../store/model.ts"
import { Fault } from "@tagwright/formats"
import { reconcileStripe } from "../reconcile/stripe.ts"
import { singleModels, type SingleModel } from "../attribution/models.ts"
import { attributionReport } from "../attribution/report.ts"
import { erase } from "../privacy/erasure.ts"
import { eventStream } from "./stream.ts"

/** A week covers every retry of every provider. */
const USUAL_RECONCILIATION_MS = 7 * 86_400_000
const USUAL_REPORT_DAYS = 30
const isModel = (name: string): name is SingleModel => Object.hasOwn(singleModels, name)
const DEFAULT_LIMIT = 500
const MOST = 5_000

const numberIn = (query: URLSearchParams, name: string, fallback: number): number => {
  const value = Number(query.get(name) ?? fallback)
  if (!Number.isSafeInteger(value) || value < 0) throw new HttpError(400, `${name}_not_a_number`)
  return value
}
const limitOf = (query: URLSearchParams): number => Math.min(numberIn(query, "limit", DEFAULT_LIMIT), MOST)

/** The latest touch that was not direct, else the first: what GA4 calls the paid and organic last click. */
const channelOfPerson = ({ firstTouch, lastTouch }: Person): string | undefined => {
  const touches = [lastTouch, firstTouch].filter((touch) => touch !== undefined).map(trafficOf)
  const chosen = touches.find((traffic) => !isDirect(traffic)) ?? touches[0]
  return chosen && channelOf(chosen)
}

/** An event as QA and the live report see it. Personal values were sealed at the door and are not in it. */
const eventView = (event: StoredEvent, person: Person | undefined) => ({
  seq: event.seq,
  id: event.id,
  event: event.name,
  source: event.source,
  at: event.at,
  receivedAt: event.receivedAt,
  params: event.params,
  leadId: event.leadId,
  clientId: event.clientId ?? person?.clientId,
  sessionId: event.sessionId ?? person?.sessionId,
  testMode: event.testMode,
  choice: event.choice ?? person?.choice,
  channel: person && channelOfPerson(person),
  amount: event.amount,
})

const eventViews = async ({ store }: ServerContext, events: readonly StoredEvent[]) => {
  const people = await store.people([...new Set(events.flatMap(({ leadId }) => leadId ?? []))])
  const byLead = new Map(people.map((person) => [person.leadId, person]))
  return events.map((event) => eventView(event, event.leadId === undefined ? undefined : byLead.get(event.leadId)))
}

/** A person as operators see it: ids, consent and what happened; no personal value. */
const leadView = async (context: ServerContext, leadId: string) => {
  const names = await context.store.cluster(`lead:${leadId}`)
  const leads = names.flatMap((name) => (name.startsWith("lead:") ? [name.slice("lead:".length)] : []))
  const stored = await Promise.all(leads.map((leadId) => context.store.events({ since: 0, limit: MOST, leadId })))
  const events = await eventViews(context, stored.flat())
  const person = await context.store.person(leadId)
  if (person === undefined && events.length === 0) throw new HttpError(404, "no_such_lead")
  return { leadId, names, edges: await context.store.edgesOf(names), choice: person?.choice, consent: await context.store.consentOf(leads), channel: person && channelOfPerson(person), events }
}

const json = async (call: Call): Promise<Record<string, unknown>> => {
  const body = (await call.body(64 * 1024)).toString()
  try {
    const value: unknown = JSON.parse(body === "" ? "{}" : body)
    if (typeof value === "object" && value !== null) return Object.fromEntries(Object.entries(value))
  } catch {
    // falls through to the one message
  }
  throw new HttpError(400, "not_json")
}
const selectionOf = (body: Record<string, unknown>, now: number) => {
  const { ids, destination, reason } = body
  const numbers = Array.isArray(ids) ? ids.filter((id): id is number => typeof id === "number") : undefined
  if (numbers === undefined && typeof destination !== "string" && typeof reason !== "string") throw new HttpError(400, "say_which: ids, destination or reason")
  return { now, ids: numbers, destination: typeof destination === "string" ? destination : undefined, reason: typeof reason === "string" ? reason : undefined }
}

/** The inspection API: what the command line, QA and the dashboard read and do. */
export const opsRoutes = (context: ServerContext, guard: (call: Call) => void, wakeAll: () => void, stripeUrl?: string): Route[] => {
  const { store, clock } = context
  const guarded = (method: string, path: string, handle: Route["handle"]): Route => ({
    method,
    path,
    handle: (call, params) => {
      guard(call)
      return handle(call, params)
    },
  })
  const deliveryOr404 = async (id: string | undefined) => {
    const found = await store.delivery(Number(id))
    if (found === undefined) throw new HttpError(404, "no_such_delivery")
    return found
  }
  return [
    guarded("GET", "/ops/api/events", async (call) => {
      const query = new URLSearchParams(call.search)
      const stored = await store.events({ since: numberIn(query, "since", 0), limit: limitOf(query), leadId: query.get("lead") ?? undefined })
      const events = await eventViews(context, stored)
      return jsonAnswer(200, { events, next: events.at(-1)?.seq ?? numberIn(query, "since", 0) })
    }),
    guarded("GET", "/ops/api/deliveries", async (call) => {
      const query = new URLSearchParams(call.search)
      const text = (name: string): string | undefined => query.get(name) ?? undefined
      const filter = { since: numberIn(query, "since", 0), state: text("state"), destination: text("destination"), reason: text("reason"), eventId: text("event"), leadId: text("lead"), limit: limitOf(query) }
      return jsonAnswer(200, { deliveries: await store.deliveries(filter) })
    }),
    guarded("GET", "/ops/api/deliveries/:id", async (_call, params) => jsonAnswer(200, await deliveryOr404(params["id"]))),
    guarded("GET", "/ops/api/quarantine", async (call) => {
      const query = new URLSearchParams(call.search)
      return jsonAnswer(200, { quarantine: await store.quarantine({ since: numberIn(query, "since", 0), limit: limitOf(query) }) })
    }),
    guarded("GET", "/ops/api/status", async () =>
      jsonAnswer(200, { environment: context.runtime.environmentName, planDigest: context.runtime.plan.planDigest, ...(await store.stats()) }),
    ),
    guarded("POST", "/ops/api/deliveries/replay", async (call) => {
      const count = await store.redrive(selectionOf(await json(call), clock.now()))
      wakeAll()
      return jsonAnswer(200, { replayed: count })
    }),
    guarded("POST", "/ops/api/deliveries/discard", async (call) => jsonAnswer(200, { discarded: await store.discard(selectionOf(await json(call), clock.now())) })),
    guarded("POST", "/ops/api/destinations/:id/enable", async (_call, params) => {
      const enabled = await store.enableDestination(params["id"] ?? "")
      wakeAll()
      return jsonAnswer(200, { enabled })
    }),
    guarded("GET", "/ops/api/leads/:id", async (_call, params) => jsonAnswer(200, await leadView(context, params["id"] ?? ""))),
    guarded("GET", "/ops/api/leads/:id/export", async (_call, params) => jsonAnswer(200, await store.exportPerson(params["id"] ?? ""))),
    guarded("POST", "/ops/api/leads/:id/erase", async (_call, params) => jsonAnswer(200, await erase(context, params["id"] ?? ""))),
    guarded("POST", "/ops/api/identity/unmerge", async (call) => {
      const { a, b } = await json(call)
      if (typeof a !== "string" || typeof b !== "string") throw new HttpError(400, "say_which: a and b")
      return jsonAnswer(200, { removed: await store.unmerge({ a, b, now: clock.now() }) })
    }),
    guarded("POST", "/ops/api/reconcile/:source", async (call, params) => {
      const { since } = await json(call)
      const source = params["source"] ?? ""
      if (context.webhooks.get(source)?.webhook.type !== "stripe") throw new HttpError(400, "only_stripe_can_be_reconciled")
      const report = await reconcileStripe(context, source, typeof since === "number" ? since : clock.now() - USUAL_RECONCILIATION_MS, stripeUrl).catch((error: unknown) => {
        throw new HttpError(502, error instanceof Fault ? "stripe_api_key_missing" : "stripe_does_not_answer")
      })
      if (report.backfilled.length > 0) wakeAll()
      return jsonAnswer(200, report)
    }),
    guarded("GET", "/ops/api/attribution", async (call) => {
      const query = new URLSearchParams(call.search)
      const model = query.get("model") ?? "last-non-direct"
      if (!isModel(model)) throw new HttpError(400, `model_unknown: ${Object.keys(singleModels).join(", ")}`)
      return jsonAnswer(200, await attributionReport(context, model, numberIn(query, "days", USUAL_REPORT_DAYS)))
    }),
    guarded("GET", "/ops/api/stream", () => eventStream(context.signals)),
  ]
}
