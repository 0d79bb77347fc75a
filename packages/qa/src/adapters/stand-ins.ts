import { Fault, type DestinationType, type QaPlan } from "@tagwright/formats"
import type { StandIns } from "@tagwright/stand-ins"
import type { StandInsPort } from "../ports.ts"

type Ledgered = Extract<DestinationType, "ga4" | "meta" | "hubspot" | "mailerlite">
const ledgered: readonly string[] = ["ga4", "meta", "hubspot", "mailerlite"] satisfies Ledgered[]
const isLedgered = (type: string): type is Ledgered => ledgered.includes(type)

/** The repository's stand-ins as QA needs them: payments by lead, receipts by event. */
export const standInsPort = (standIns: StandIns, plan: QaPlan): StandInsPort => {
  const sessionOf = (leadId: string): string => {
    const payment = standIns.payments().findLast(({ reference }) => reference === leadId)
    if (payment === undefined) throw new Fault("plan", "no payment carries this visitor's lead_id", "Decorate the payment link: data-tw-decorate=\"client_reference_id\"")
    return payment.sessionId
  }
  return {
    pay: standIns.urls.pay,
    settle: async (leadId) => standIns.control.settleVoucher(sessionOf(leadId)),
    refund: async (leadId, share) => void (await standIns.control.refund(share, sessionOf(leadId))),
    received: async (destination, eventId) => {
      const type = plan.destinations[destination]?.type
      if (type === undefined || !isLedgered(type)) return undefined
      return standIns.received(type).find((entry) => entry.verdict === "accepted" && JSON.stringify(entry.body).includes(eventId))?.body
    },
  }
}
