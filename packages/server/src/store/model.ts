import type { CategoryChoice, CollectEvent, ParamValue, Touch } from "@tagwright/formats"
import type { ContactKinds } from "../identity/contacts.ts"

/** Money as the provider counts it: `minor` units, `exponent` decimals. */
export interface Amount {
  minor: number
  /** ISO 4217, upper case */
  currency: string
  exponent: number
}

/** The errand in the log that tells recipients to forget somebody. No plan can name an event like that. */
export const ERASURE = "$erasure"
/** Our own probe of the whole way. No plan can name an event like that either. */
export const CANARY = "$canary"
/** Among the errand's sealed values: the lead ids that recipients know the person by, separated by spaces. */
export const ERASED_LEADS = "$leads"
/** And their addresses */
export const ERASED_EMAILS = "$emails"
/** And the client ids that GA4 knows their browsers by */
export const ERASED_CLIENTS = "$clients"

/** What became of an event that was to be stored */
export type Verdict = "accepted" | "duplicate"
/** `adopted`: recorded before without a person, whom this message knows */
export type Conversion = Verdict | "adopted"

/** As coarse as a figure needs it; nothing finer is kept of a browser. */
export type Device = "desktop" | "tablet" | "mobile"

export type DeliveryState = "pending" | "delivered" | "dead" | "withheld"
/** Who has to act on a dead letter: we (secret, set-up), they (outage), or nobody (the data itself is wrong). */
export type ReasonClass = "ours" | "theirs" | "data" | "policy"

export interface NewDelivery {
  destination: string
  state: "pending" | "withheld"
  dueAt: number
  reason?: string | undefined
  /** Not claimed while an earlier one of the same person and destination waits or is under way */
  ordered?: boolean
}

/** What an event says, on its way into the log and in it. */
interface EventFacts {
  id: string
  name: string
  /** `browser`, or the webhook's name in the plan */
  source: string
  at: number
  receivedAt: number
  leadId?: string | undefined
  clientId?: string | undefined
  sessionId?: string | undefined
  /** The visitor's choice when it happened; undefined: nobody knows */
  choice?: CategoryChoice | undefined
  page?: CollectEvent["page"] | undefined
  params: Record<string, ParamValue>
  amount?: Amount | undefined
  testMode: boolean
}

/** An event on its way into the log, with the deliveries that are committed together with it. */
export interface NewEvent extends EventFacts {
  personal?: Record<string, string> | undefined
  device?: Device | undefined
  /** What makes a conversion the same conversion (payment intent, invoice, session …) */
  keys?: string[] | undefined
  deliveries: NewDelivery[]
}

export interface Quarantined {
  id: string
  source: string
  receivedAt: number
  reason: string
  body: string
  leadId?: string | undefined
  /** The event of the plan it claims to be; undefined when the plan has none of that name */
  name?: string | undefined
}

/** What shows that a choice was made (Art. 7(1) GDPR): what was asked, how, where, and when we heard of it. */
export interface ConsentProof {
  /** By our clock, ms since 1970 */
  receivedAt: number
  /** Digest of the plan whose categories the visitor was shown */
  planDigest: string
  /** `choice`: the page's banner or settings; `global_privacy_control`: the browser's signal denied more */
  mechanism: "choice" | "global_privacy_control"
  page?: string | undefined
}
/** One line of the consent log; withdrawals are lines too. */
export interface ConsentRecord {
  at: number
  choice: unknown
  proof: ConsentProof | undefined
}

/** What a batch says about the person. */
export interface PersonUpdate {
  leadId: string
  clientId?: string | undefined
  sessionId?: string | undefined
  choice: CategoryChoice
  choiceAt: number
  /** The choice in force before this one was last confirmed then, which may not have been written down */
  standsSince?: number | undefined
  proof?: ConsentProof | undefined
  firstTouch?: Touch | undefined
  lastTouch?: Touch | undefined
  seenAt: number
  /** Destinations that this choice denies: what is queued for them stops. */
  denied: string[]
}

export interface Person {
  leadId: string
  clientId?: string | undefined
  sessionId?: string | undefined
  choice: CategoryChoice
  choiceAt: number
  firstTouch?: Touch | undefined
  lastTouch?: Touch | undefined
}

/** A delivery that a worker holds until `leaseUntil`, with everything needed to send it. */
export interface Claimed {
  id: number
  attempt: number
  /** Attempts since it was queued or replayed: the place in the schedule */
  tries: number
  destination: string
  event: StoredEvent
  personal: Record<string, string>
  person?: Person | undefined
  /** It is of somebody who was erased and has not agreed anew since: marketing gets nothing of them */
  suppressed?: boolean | undefined
}

export interface StoredEvent extends EventFacts {
  seq: number
  /** When it turned out not to have happened: a refund that failed, a dispute that was won */
  reversedAt?: number | undefined
  device?: string | undefined
}

/** How one attempt ended, as the queue remembers it. */
export interface Settlement {
  id: number
  attempt: number
  at: number
  state: DeliveryState
  dueAt: number
  reason?: string | undefined
  reasonClass?: ReasonClass | undefined
  status?: number | undefined
  /** The start of the peer's answer, personal data masked */
  answer?: string | undefined
}

export interface AppendInput {
  events: NewEvent[]
  quarantined: Quarantined[]
  person?: PersonUpdate | undefined
  edges?: EdgeInput[] | undefined
}

/** A choice that was made after an event allows what had been withheld. */
export interface Grant {
  /** The event's id */
  id: string
  choice: CategoryChoice
  destinations: string[]
  now: number
}

/** Two names of one person, as a source saw them together; only deterministic keys, never addresses of devices. */
export interface EdgeInput {
  a: string
  b: string
  source: string
  at: number
}
/** Append-only: an edge is taken back by its end. */
export interface Edge extends EdgeInput {
  removedAt: number | undefined
}

/** How a destination that does marketing tells an erased person among the events that are due there. */
export interface SuppressionRule {
  kinds: ContactKinds
  /** The category whose consent the destination needs */
  category: string
}

export interface ClaimInput {
  destination: string
  now: number
  leaseUntil: number
  limit: number
  /** Of a destination that does marketing: who was erased is looked for */
  suppression?: SuppressionRule | undefined
}
export interface Claims {
  claimed: Claimed[]
  /** When the next delivery of this destination is due, if one waits and the destination is not disabled */
  nextDueAt: number | undefined
}
export type Lease = Pick<Claimed, "id" | "attempt">

/** Dead letters by number, destination, reason: all that are given must fit. */
export interface Selection {
  now: number
  ids?: number[] | undefined
  destination?: string | undefined
  reason?: string | undefined
}
/** With `waiting`, also what waits for its next attempt: the outage is over, the schedule need not be. */
export interface Redrive extends Selection {
  waiting?: boolean | undefined
}

export interface Page {
  since: number
  limit: number
}
/** Messages of providers to be read again, of those that could not be, that the plan had no use for, or that our clock made look late. All of them without a choice. */
export interface MessageSelection {
  now: number
  seqs?: readonly number[] | undefined
  source?: string | undefined
  reason?: string | undefined
}
export interface DeliveryFilter {
  since?: number | undefined
  state?: string | undefined
  destination?: string | undefined
  reason?: string | undefined
  eventId?: string | undefined
  leadId?: string | undefined
  limit: number
}
export interface DeliveryView {
  id: number
  eventId: string
  event: string
  source: string
  destination: string
  state: string
  attempts: number
  dueAt: number
  reason: string | undefined
  reasonClass: string | undefined
  status: number | undefined
  settledAt: number | undefined
  leadId: string | undefined
}
export interface QuarantineView {
  seq: number
  id: string
  source: string
  receivedAt: number
  reason: string
}

/** Why a message is quarantined whose signature is right: it may be read again by hand */
export const OUR_CLOCK = "our_clock_may_be_wrong"
/** `received` waits to be read; `quarantined` waits for our configuration to be mended. */
export type WebhookState = "received" | "quarantined" | "processed" | "ignored" | "dead"

export interface WebhookInput {
  source: string
  /** The provider's id of the message: a repeat dies on it */
  key: string
  receivedAt: number
  headers: Record<string, string>
  body: Uint8Array
  state: "received" | "quarantined"
  reason?: string | undefined
}
export interface DueWebhook {
  seq: number
  source: string
  receivedAt: number
  attempt: number
  headers: Record<string, string>
  body: string
}
export interface WebhookSettlement {
  seq: number
  state: WebhookState
  dueAt: number
  reason?: string | undefined
  leadId?: string | undefined
  source: string
  events: NewEvent[]
  /** Names that stand for a person, e.g. a payment and a lead */
  edges: [string, string][]
  /** Keys of conversions that did not happen after all: what is queued for them stops */
  reversed: string[]
}

export interface RetentionInput {
  now: number
  /** Events, people and their touches */
  eventsBefore: number
  /** Personal values of events: sealed, and gone earlier than the events */
  personalBefore: number
  /** Raw messages of providers */
  webhooksBefore: number
  /** Events that did not fit the plan */
  quarantineBefore: number
  consentBefore: number
}
/** Everything about one person, for that person (Art. 15 and 20 GDPR). */
export interface PersonExport {
  names: string[]
  people: Person[]
  events: (StoredEvent & { personal: Record<string, string> })[]
  consent: ConsentRecord[]
  deliveries: { event: string; destination: string; state: string; at: number | null }[]
}
export interface EraseInput {
  leadId: string
  now: number
  /** Which personal values are addresses: recipients know the person by them, and the suppression list keeps their keyed digests */
  kinds: ContactKinds
  /** Destinations that know whoever has a client id, though the browser told them and not we (GA4) */
  byClientId: readonly string[]
  /** The errand that tells every recipient (Art. 19), with the address they know the person by */
  errand: Omit<NewEvent, "deliveries" | "personal">
}
/** Whom an errand is about, for whoever has to tell a vendor by hand. */
export interface Erased {
  emails: string[]
  leadIds: string[]
  /** GA4's names for their browsers */
  clientIds: string[]
}
export interface EraseOutput {
  leads: number
  events: number
  /** Destinations that had received something and are told */
  told: string[]
}
