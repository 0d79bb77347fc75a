import type { ServerContext } from "../context.ts"
import { HttpError, jsonAnswer } from "../http/answer.ts"
import type { Route } from "../http/router.ts"
import { Fault } from "@tagwright/formats"
import { reconcile } from "../reconcile/reconcile.ts"
import { isSpendRow } from "../attribution/spend/row.ts"
import { leadName, leadsIn } from "../identity/names.ts"
import { erase } from "../privacy/erasure.ts"
import { erasedBefore } from "../privacy/suppression.ts"
import type { Access, Actor } from "./access.ts"
import type { AuditAction } from "./accounts/audit.ts"
import { channelOfPerson, eventViews } from "./event-view.ts"
import { guardedBy } from "./guarded.ts"
import { bodyOf, limitOf, numberIn, queryOf, textIn } from "./input.ts"
import { eventStream } from "./stream.ts"
import { selectionText } from "./views/deliveries.ts"

/** A week covers every retry of every provider. */
const USUAL_RECONCILIATION_MS = 7 * 86_400_000
/** What the command line and QA read at once. */
const MOST = 5_000
const REPLAY_PAGE = 500

/** A person as operators see it: ids, consent and what happened; no personal value. */
const leadView = async (context: ServerContext, leadId: string) => {
  const names = await context.store.cluster(leadName(leadId))
  const leads = leadsIn(names)
  const stored = await Promise.all(leads.map((leadId) => context.store.events({ since: 0, limit: MOST, leadId })))
  const events = await eventViews(context, stored.flat())
  const person = await context.store.person(leadId)
  if (person === undefined && events.length === 0) throw new HttpError(404, "no_such_lead")
  return { leadId, names, edges: await context.store.edgesOf(names), erased: await erasedBefore(context, leadId, names), choice: person?.choice, consent: await context.store.consentOf(leads), channel: person && channelOfPerson(person), events }
}

const selectionOf = (body: Record<string, unknown>, now: number) => {
  const { ids, destination, reason } = body
  const numbers = Array.isArray(ids) ? ids.filter((id): id is number => typeof id === "number") : undefined
  if (numbers === undefined && typeof destination !== "string" && typeof reason !== "string" && typeof body["since"] !== "number") throw new HttpError(400, "say_which: ids, destination, reason or since")
  return { now, ids: numbers, destination: typeof destination === "string" ? destination : undefined, reason: typeof reason === "string" ? reason : undefined }
}

/** Dead letters that died after an outage began, whatever their reason: what the two choices have in common. */
const diedSince = async ({ browse }: ServerContext, { ids, destination, reason }: ReturnType<typeof selectionOf>, since: number): Promise<number[]> => {
  const found: number[] = []
  for (let before: number | undefined; ; ) {
    const page = await browse.ask("deliveries", { state: "dead", destination, reason, before, limit: REPLAY_PAGE })
    found.push(...page.filter(({ id, settledAt = 0 }) => settledAt >= since && (ids === undefined || ids.includes(id))).map(({ id }) => id))
    if (page.length < REPLAY_PAGE) return found
    before = page.at(-1)?.id
  }
}

export interface ApiControls {
  access: Access
  /** Writes into the audit log */
  note(action: AuditAction, actor: Actor, subject: string, detail?: string): void
  wakeAll(): void
  /** Base URLs in place of the payment providers' own */
  providerUrls: Partial<Record<string, string>>
}

/** The inspection API: what the command line, QA and the live report read and do. The screens' own answers stand in `views/`. */
export const opsRoutes = (context: ServerContext, { access, note, wakeAll, providerUrls }: ApiControls): Route[] => {
  const { store, clock } = context
  const guarded = guardedBy(access)
  const deliveryOr404 = async (id: string | undefined) => {
    const found = await store.delivery(Number(id))
    if (found === undefined) throw new HttpError(404, "no_such_delivery")
    return found
  }
  return [
    guarded("GET", "/ops/api/events", "identify", async (call) => {
      const query = queryOf(call)
      const stored = await store.events({ since: numberIn(query, "since", 0), limit: limitOf(query), leadId: textIn(query, "lead") })
      const events = await eventViews(context, stored)
      return jsonAnswer(200, { events, next: events.at(-1)?.seq ?? numberIn(query, "since", 0) })
    }),
    guarded("GET", "/ops/api/deliveries", "identify", async (call) => {
      const query = queryOf(call)
      const text = (name: string): string | undefined => textIn(query, name)
      const filter = { since: numberIn(query, "since", 0), state: text("state"), destination: text("destination"), reason: text("reason"), eventId: text("event"), leadId: text("lead"), limit: limitOf(query) }
      return jsonAnswer(200, { deliveries: await store.deliveries(filter) })
    }),
    guarded("GET", "/ops/api/deliveries/:id", "identify", async (_call, params) => jsonAnswer(200, await deliveryOr404(params["id"]))),
    guarded("GET", "/ops/api/deliveries/:id/erased", "people", async (_call, params, actor) => {
      const { eventId, destination } = await deliveryOr404(params["id"])
      const whom = await store.erased(eventId)
      if (whom === undefined) throw new HttpError(404, "no_open_errand")
      note("person_viewed", actor, "a person", `to be told by hand: ${destination}`)
      return jsonAnswer(200, { destination, ...whom })
    }),
    guarded("GET", "/ops/api/quarantine", "read", async (call) => {
      const query = queryOf(call)
      return jsonAnswer(200, { quarantine: await store.quarantine({ since: numberIn(query, "since", 0), limit: limitOf(query) }) })
    }),
    guarded("GET", "/ops/api/status", "read", async () =>
      jsonAnswer(200, { environment: context.runtime.environmentName, planDigest: context.runtime.plan.planDigest, ...(await store.stats()) }),
    ),
    guarded("POST", "/ops/api/deliveries/replay", "operate", async (call, _params, actor) => {
      const body = await bodyOf(call)
      const asked = selectionOf(body, clock.now())
      const selection = typeof body["since"] === "number" ? { ...asked, ids: await diedSince(context, asked, body["since"]) } : { ...asked, waiting: body["waiting"] === true }
      const count = await store.redrive(selection)
      note("replayed", actor, `${count} deliveries`, selectionText(selection))
      wakeAll()
      return jsonAnswer(200, { replayed: count })
    }),
    guarded("POST", "/ops/api/deliveries/discard", "operate", async (call, _params, actor) => {
      const selection = selectionOf(await bodyOf(call), clock.now())
      const count = await store.discard(selection)
      note("discarded", actor, `${count} deliveries`, selectionText(selection))
      return jsonAnswer(200, { discarded: count })
    }),
    guarded("GET", "/ops/api/webhooks", "identify", async (call) => {
      const query = queryOf(call)
      const before = query.has("before") ? numberIn(query, "before", 0) : undefined
      return jsonAnswer(200, { webhooks: await context.browse.ask("messages", { before, limit: limitOf(query), state: textIn(query, "state"), source: textIn(query, "source"), reason: textIn(query, "reason") }) })
    }),
    guarded("POST", "/ops/api/webhooks/replay", "operate", async (call, _params, actor) => {
      const { ids, source, reason } = await bodyOf(call)
      const chosen = {
        seqs: Array.isArray(ids) ? ids.filter((id): id is number => typeof id === "number") : undefined,
        source: typeof source === "string" ? source : undefined,
        reason: typeof reason === "string" ? reason : undefined,
      }
      if (chosen.seqs === undefined && chosen.source === undefined && chosen.reason === undefined) throw new HttpError(400, "say_which: ids, source or reason")
      const count = await store.rereadWebhooks({ now: clock.now(), ...chosen })
      note("messages_reread", actor, `${count} messages`, [chosen.source, chosen.reason].filter(Boolean).join(", "))
      wakeAll()
      return jsonAnswer(200, { replayed: count })
    }),
    guarded("POST", "/ops/api/destinations/:id/enable", "operate", async (_call, params, actor) => {
      if (context.runtime.plan.destinations[params["id"] ?? ""] === undefined) throw new HttpError(404, "no_such_destination")
      const enabled = await store.enableDestination(params["id"] ?? "")
      if (enabled) note("destination_enabled", actor, params["id"] ?? "")
      wakeAll()
      return jsonAnswer(200, { enabled })
    }),
    guarded("GET", "/ops/api/leads/:id", "identify", async (_call, params) => jsonAnswer(200, await leadView(context, params["id"] ?? ""))),
    guarded("GET", "/ops/api/leads/:id/export", "people", async (_call, params, actor) => {
      const person = await store.exportPerson(params["id"] ?? "")
      note("person_exported", actor, "a person", `${person.events.length} events`)
      return jsonAnswer(200, person)
    }),
    guarded("POST", "/ops/api/leads/:id/erase", "people", async (_call, params, actor) => {
      const erased = await erase(context, params["id"] ?? "")
      note("person_erased", actor, "a person", `${erased.events} events; told: ${erased.told.join(", ") || "nobody"}`)
      return jsonAnswer(200, erased)
    }),
    guarded("POST", "/ops/api/identity/unmerge", "people", async (call) => {
      const { a, b } = await bodyOf(call)
      if (typeof a !== "string" || typeof b !== "string") throw new HttpError(400, "say_which: a and b")
      return jsonAnswer(200, { removed: await store.unmerge({ a, b, now: clock.now() }) })
    }),
    guarded("POST", "/ops/api/reconcile/:source", "operate", async (call, params) => {
      const { since } = await bodyOf(call)
      const source = params["source"] ?? ""
      const report = await reconcile(context, source, typeof since === "number" ? since : clock.now() - USUAL_RECONCILIATION_MS, providerUrls).catch((error: unknown) => {
        if (error instanceof Fault) throw new HttpError(error.whose === "peer" ? 502 : 400, error.message)
        throw error
      })
      context.ledger.append([{ kind: "reconciliation", at: clock.now(), ...report }])
      if (report.backfilled.length > 0) wakeAll()
      return jsonAnswer(200, report)
    }),
    guarded("POST", "/ops/api/spend", "operate", async (call, _params, actor) => {
      const { rows } = await bodyOf(call)
      if (!Array.isArray(rows) || !rows.every(isSpendRow)) throw new HttpError(400, "not_spend_rows")
      const imported = await store.importSpend(rows, clock.now())
      note("spend_imported", actor, "spend", `${rows.length} rows`)
      return jsonAnswer(200, { imported })
    }),
    guarded("GET", "/ops/api/stream", "read", () => eventStream(context.signals)),
  ]
}
