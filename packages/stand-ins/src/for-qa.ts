import type { Received, Vendor } from "./ledger.ts"
import type { StandIns } from "./start.ts"

/** What QA needs of the outside world: the payment page, money that comes and goes by lead_id, and what a destination received. */
export interface QaStandIns {
  /** What stands at buy.stripe.com */
  pay: string
  settle(leadId: string): Promise<void>
  refund(leadId: string, share: "full" | "partial"): Promise<void>
  /** The verdict and body of the last request that named the event; undefined: none did */
  received(destination: string, eventId: string): Promise<{ verdict: Received["verdict"]; problems: Received["problems"]; body: unknown } | undefined>
}

const vendorOfType: Partial<Record<string, Vendor>> = { ga4: "ga4", meta: "meta", hubspot: "hubspot", mailerlite: "mailerlite" }

/** Fits QA's port. `destinations`: the plan's, by id. */
export const forQa = (standIns: StandIns, destinations: Record<string, { type: string }>): QaStandIns => ({
  pay: standIns.urls.pay,
  settle: (leadId) => standIns.control.settleVoucher(leadId),
  refund: async (leadId, share) => void (await standIns.control.refund(share, leadId)),
  received: async (destination, eventId) => {
    const vendor = vendorOfType[destinations[destination]?.type ?? ""]
    const entry = vendor && standIns.received(vendor).findLast(({ body }) => (JSON.stringify(body) ?? "").includes(eventId))
    return entry && { verdict: entry.verdict, problems: entry.problems, body: entry.body }
  },
})
