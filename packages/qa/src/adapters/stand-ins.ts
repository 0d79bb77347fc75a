import { Fault, type DestinationType, type QaPlan } from "@tagwright/formats"
import type { StandIns } from "@tagwright/stand-ins"
import type { Mischief, StandInsPort } from "../ports.ts"

type Ledgered = Extract<DestinationType, "ga4" | "meta" | "hubspot" | "mailerlite">
const ledgered: readonly string[] = ["ga4", "meta", "hubspot", "mailerlite"] satisfies Ledgered[]
const isLedgered = (type: string | undefined): type is Ledgered => type !== undefined && ledgered.includes(type)

const paySession = (standIns: StandIns, leadId: string): string => {
  const payment = standIns.payments().findLast(({ reference }) => reference === leadId)
  if (payment === undefined) throw new Fault("plan", "no payment carries this visitor's lead_id", 'Decorate the payment link: data-tw-decorate="client_reference_id"')
  return payment.sessionId
}

const mischiefOf = (standIns: StandIns, plan: Pick<QaPlan, "destinations">, link: string): Mischief => {
  const { control } = standIns
  /** Lead → the webhooks its payment caused */
  const caused = new Map<string, string[]>()
  const accepted = (destination: string) => {
    const type = plan.destinations[destination]?.type
    return isLedgered(type) ? standIns.received(type).filter((entry) => entry.verdict === "accepted") : []
  }
  const each = async (leadId: string, send: (eventId: string) => Promise<number>): Promise<number[]> => {
    const statuses: number[] = []
    for (const eventId of caused.get(leadId) ?? []) statuses.push(await send(eventId))
    return statuses
  }
  return {
    async pay(leadId) {
      const before = standIns.webhooks().length
      const body = new URLSearchParams({ method: "card", client_reference_id: leadId })
      await fetch(`${standIns.urls.pay}/${link}`, { method: "POST", body, redirect: "manual" })
      caused.set(leadId, [...new Set(standIns.webhooks().slice(before).map((attempt) => attempt.eventId))])
    },
    resend: (leadId) => each(leadId, (eventId) => control.resend(eventId)),
    forge: (leadId) => each(leadId, (eventId) => control.forge(eventId)),
    hold: () => control.holdWebhooks(),
    releaseReversed: () => control.releaseWebhooks("reversed"),
    arrivals: async (destination, text) => accepted(destination).filter((entry) => JSON.stringify(entry.body).includes(text)).length,
    outage: (destination, times) => {
      const type = plan.destinations[destination]?.type
      if (isLedgered(type)) control.flap(type, Array.from({ length: times }, () => 503))
    },
  }
}

/** The repository's stand-ins as QA needs them: payments by lead, receipts by event, and what may go wrong on the provider's side. */
export const standInsPort = (standIns: StandIns, plan: Pick<QaPlan, "destinations">): StandInsPort => {
  const [link] = standIns.links
  return {
    pay: standIns.urls.pay,
    settle: async (leadId) => standIns.control.settleVoucher(paySession(standIns, leadId)),
    refund: async (leadId, share) => void (await standIns.control.refund(share, paySession(standIns, leadId))),
    received: async (destination, eventId) => {
      const type = plan.destinations[destination]?.type
      return isLedgered(type) ? standIns.received(type).find((entry) => entry.verdict === "accepted" && JSON.stringify(entry.body).includes(eventId))?.body : undefined
    },
    ...(link === undefined ? {} : { mischief: mischiefOf(standIns, plan, link) }),
  }
}
