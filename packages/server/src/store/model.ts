import type { CategoryChoice, CollectEvent, ParamValue, Touch } from "@tagwright/formats"

/** Money as the provider counts it: `minor` units, `exponent` decimals. */
export interface Amount {
  minor: number
  /** ISO 4217, upper case */
  currency: string
  exponent: number
}

/** The errand in the log that tells recipients to forget somebody. No plan can name an event like that. */
export const ERASURE = "$erasure"

export type DeliveryState = "pending" | "delivered" | "dead" | "withheld"
/** Who has to act on a dead letter: we (secret, set-up), they (outage), or nobody (the data itself is wrong). */
export type ReasonClass = "ours" | "theirs" | "data" | "policy"

export interface NewDelivery {
  destination: string
  state: "pending" | "withheld"
  dueAt: number
  reason?: string | undefined
}

/** An event on its way into the log, with the deliveries that are committed together with it. */
export interface NewEvent {
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
  personal?: Record<string, string> | undefined
  amount?: Amount | undefined
  testMode: boolean
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
}

/** What a batch says about the person. */
export interface PersonUpdate {
  leadId: string
  clientId?: string | undefined
  sessionId?: string | undefined
  choice: CategoryChoice
  choiceAt: number
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
}

export interface StoredEvent {
  seq: number
  id: string
  name: string
  source: string
  at: number
  receivedAt: number
  leadId?: string | undefined
  clientId?: string | undefined
  sessionId?: string | undefined
  choice?: CategoryChoice | undefined
  page?: CollectEvent["page"] | undefined
  params: Record<string, ParamValue>
  amount?: Amount | undefined
  testMode: boolean
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
