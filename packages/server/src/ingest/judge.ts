import { randomUUID } from "node:crypto"
import type { CollectAnswer } from "@tagwright/formats"
import { routed, withPrivacyControl } from "../plan/consent.ts"
import { cleanPage, cleanParams, cleanTouch, type Removed } from "../privacy/clean.ts"
import type { PlanRuntime } from "../plan/runtime.ts"
import type { ConsentProof, Device, NewEvent, PersonUpdate, Quarantined } from "../store/model.ts"
import type { Batch, RawEvent } from "./parse-batch.ts"

/** Clocks of visitors are wrong now and then; further in the future than this, the server's own time is used. */
const MOST_AHEAD_MS = 60_000

export interface Judged {
  person: PersonUpdate
  events: NewEvent[]
  quarantined: Quarantined[]
  /** Personal data that stood where none may stand */
  removed: Removed[]
  /** One entry per event of the batch, in order; accepted ones may still turn out to be duplicates */
  verdicts: { id: string; quarantined?: string }[]
}

export interface Circumstances {
  now: number
  /** The browser sent Sec-GPC: 1 */
  privacyControl: boolean
  device?: Device | undefined
}

/** Judges a batch against the plan. Pure: nothing is stored here. */
export const judgeBatch = (runtime: PlanRuntime, batch: Batch, { now, privacyControl, device }: Circumstances): Judged => {
  const { shared } = batch
  const choice = withPrivacyControl(runtime.plan, shared.consent, privacyControl)
  // The visitor's clock may be off by hours: times are moved by the difference seen at arrival.
  const skew = batch.sent > now + MOST_AHEAD_MS ? batch.sent - now : 0
  const removed: Removed[] = []
  const pageOf = pageCleaner(removed)
  const judged: Judged = {
    removed,
    person: {
      leadId: shared.lead_id,
      clientId: shared.client_id,
      sessionId: shared.session_id,
      choice,
      choiceAt: batch.sent - skew,
      proof: proofOf(runtime, batch, privacyControl, now, pageOf),
      firstTouch: shared.first_touch && cleanTouch(shared.first_touch, removed),
      lastTouch: shared.last_touch && cleanTouch(shared.last_touch, removed),
      seenAt: now,
      denied: runtime.deniedBy(choice),
    },
    events: [],
    quarantined: [],
    verdicts: [],
  }
  for (const { event, raw } of batch.events) {
    const reason = reasonAgainst(runtime, shared.test_mode === true, event)
    const id = event?.id ?? randomUUID()
    judged.verdicts.push(reason === undefined ? { id } : { id, quarantined: reason })
    if (reason !== undefined || event === undefined) {
      judged.quarantined.push({ id, source: "browser", receivedAt: now, reason: reason ?? "unreadable", body: JSON.stringify(raw), leadId: shared.lead_id, name: knownName(runtime, event) })
    } else judged.events.push(accepted(runtime, event, { person: judged.person, at: Math.min(event.at - skew, now), now, device, pageOf, removed }))
  }
  return judged
}

type PageOf = (page: Page) => Page
type Page = NonNullable<RawEvent["page"]>
/** The events of a batch share their page most of the time: it is cleaned once. */
const pageCleaner = (removed: Removed[]): PageOf => {
  let last: Page | undefined
  let cleaned: Page | undefined
  return (page) => {
    if (page !== last || cleaned === undefined) cleaned = cleanPage(page, removed)
    last = page
    return cleaned
  }
}

const proofOf = (runtime: PlanRuntime, { shared, events }: Batch, privacyControl: boolean, now: number, pageOf: PageOf): ConsentProof => {
  const page = events.at(-1)?.event?.page ?? shared.page
  const deniedMore = privacyControl && runtime.plan.consent.globalPrivacyControl.some((key) => shared.consent[key] === true)
  return { receivedAt: now, planDigest: runtime.plan.planDigest, mechanism: deniedMore ? "global_privacy_control" : "choice", ...(page && { page: pageOf(page).url }) }
}

/** Only a name of the plan is repeated: whoever invents names may put anything into them. */
const knownName = (runtime: PlanRuntime, event: RawEvent | undefined): string | undefined => (event !== undefined && runtime.events.has(event.name) ? event.name : undefined)

const reasonAgainst = (runtime: PlanRuntime, testMode: boolean, event: RawEvent | undefined): string | undefined => {
  if (event === undefined) return "unreadable"
  // Gate T6, P5: test data in production's log, or the reverse, would poison every figure.
  if (testMode !== runtime.environment.testMode) return "wrong_environment"
  const compiled = runtime.events.get(event.name)
  if (compiled === undefined) return "unknown_event"
  if (compiled.plan.source === "server") return "server_event_from_browser"
  return compiled.check(event.params)
}

interface Arrival {
  person: PersonUpdate
  at: number
  now: number
  device: Device | undefined
  pageOf: PageOf
  removed: Removed[]
}
const accepted = (runtime: PlanRuntime, event: RawEvent, { person, at, now, device, pageOf, removed }: Arrival): NewEvent => {
  const compiled = runtime.events.get(event.name)
  return {
    id: event.id,
    name: event.name,
    source: "browser",
    at,
    receivedAt: now,
    leadId: person.leadId,
    clientId: person.clientId,
    sessionId: person.sessionId,
    choice: person.choice,
    page: event.page && pageOf(event.page),
    params: cleanParams(compiled?.clean(event.params) ?? {}, removed),
    personal: event.personal && compiled?.keepPersonal(event.personal),
    testMode: runtime.environment.testMode,
    device,
    deliveries: routed(compiled?.routes ?? [], person.choice, now),
  }
}

/** What the kit is told: a verdict per event. */
export const answerOf = (judged: Judged, stored: readonly ("accepted" | "duplicate")[]): CollectAnswer => {
  let next = 0
  return {
    results: judged.verdicts.map(({ id, quarantined }) => (quarantined === undefined ? { id, verdict: stored[next++] ?? "accepted" } : { id, verdict: "quarantined", reason: quarantined })),
  }
}
