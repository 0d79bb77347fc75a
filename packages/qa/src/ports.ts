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
}

/** The outside world, played by local programs. */
export interface StandInsPort {
  /** Base URL of the payment provider's hosted page; `https://buy.stripe.com/*` is shown from there. */
  pay?: string
  /** The money of the last voucher payment of this lead arrives. */
  settle(leadId: string): Promise<void>
  refund(leadId: string, share: "full" | "partial"): Promise<void>
  /** What a vendor's stand-in received about this event, decoded; undefined: nothing. */
  received(destination: string, eventId: string): Promise<unknown>
}
