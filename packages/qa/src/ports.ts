import type { CategoryChoice } from "@tagwright/formats"

/** An event as our server's inspection API tells of it. */
export interface StoredEvent {
  id: string
  name: string
  params: Record<string, unknown>
  leadId?: string
  clientId?: string
  sessionId?: string
  testMode: boolean
  choice?: CategoryChoice
  channel?: string
}

/** What became of one event at one destination, as the server tells of it. */
export interface StoredDelivery {
  eventId: string
  event: string
  destination: string
  state: "delivered" | "pending" | "dead" | "withheld"
  attempts: number
  reason?: string
}

/** Our server, as QA sees it. `onServer` speaks its inspection API; tests hand in their own. */
export interface ServerPort {
  /** Where `/collect` stands; the site's `/t/*` is passed on there. */
  url: string
  /** All events and deliveries that belong to a lead, and those that name one of its events. */
  ofLead(leadId: string): Promise<{ events: StoredEvent[]; deliveries: StoredDelivery[] }>
  /** Every lead that is the same person as this one, itself included; none: nothing is known of it */
  leadsOf(leadId: string): Promise<string[]>
  /** Whether every webhook that came in has been worked off */
  idle(): Promise<boolean>
  /** What the server has logged so far, line by line; not there: a server whose log cannot be read */
  log?(): readonly string[]
  /** Ends the server without a warning (SIGKILL) and starts it again on the same data; not there: a server that nobody may kill */
  crash?(): Promise<void>
}

/** The outside world, played by local programs. */
export interface StandInsPort {
  /** Base URL of the payment provider's hosted page; `https://buy.stripe.com/*` is shown from there. */
  pay?: string
  /** The money of the last voucher payment of a visitor arrives; they may have had several lead ids. */
  settle(leadIds: ReadonlyMap<string, unknown>): Promise<void>
  refund(leadIds: ReadonlyMap<string, unknown>, share: "full" | "partial"): Promise<void>
  /** What a vendor's stand-in received about this event, decoded; undefined: nothing. */
  received(destination: string, eventId: string): Promise<unknown>
  /** The token of a signed link that a mail tool got for a lead, last; undefined: none yet */
  linkToken(destination: string, leadId: string): Promise<string | undefined>
  /** What goes wrong between a payment provider and us, on demand */
  mischief?: Mischief
}

/** Faults of the payment provider's side (T4). Every payment is one of its own for this lead. */
export interface Mischief {
  /** Pays by card without a browser; resolves when the provider has the answer to its first webhook */
  pay(leadId: string): Promise<void>
  /** The last webhooks of this lead come again; the statuses they were answered with */
  resend(leadId: string): Promise<number[]>
  /** The last webhooks of this lead come again with a wrong signature */
  forge(leadId: string): Promise<number[]>
  /** Keeps webhooks back, then lets them go last first */
  hold(): void
  releaseReversed(): Promise<void>
  /** How many times the vendor behind a destination accepted something that names this text */
  arrivals(destination: string, text: string): Promise<number>
  /** The vendor's next answers fail */
  outage(destination: string, times: number): void
}
