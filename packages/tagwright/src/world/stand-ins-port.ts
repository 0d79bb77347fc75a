import type { StandInsPort } from "@tagwright/qa"
import type { Received, StandIns, Vendor } from "@tagwright/stand-ins"
import type { DestinationType, ResolvedPlan } from "@tagwright/formats"

/** Which stand-in plays a type of destination. Undefined: none does. */
const vendorOf: Partial<Record<DestinationType, Vendor>> = { ga4: "ga4", meta: "meta", hubspot: "hubspot", mailerlite: "mailerlite" }

/** As QA sees the outside world: what arrived there, and what its people do. */
export const standInsPort = (standIns: StandIns, plan: Pick<ResolvedPlan, "destinations">): StandInsPort => ({
  pay: standIns.urls.pay,
  settle: (leadId) => standIns.control.settleVoucher(leadId),
  refund: async (leadId, share) => {
    await standIns.control.refund(share, leadId)
  },
  received: async (destination, eventId) => {
    const type = plan.destinations[destination]?.type
    const vendor = type === undefined ? undefined : vendorOf[type]
    return vendor === undefined ? undefined : standIns.received(vendor).filter(accepted).find(({ body }) => JSON.stringify(body)?.includes(eventId))?.body
  },
})

const accepted = ({ verdict }: Received) => verdict === "accepted"
