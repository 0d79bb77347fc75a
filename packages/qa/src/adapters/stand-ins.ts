import { Fault, type DestinationType, type QaPlan } from "@tagwright/formats"
import type { StandIns, Vendor } from "@tagwright/stand-ins"
import type { Mischief, StandInsPort } from "../ports.ts"

/** Destinations whose stand-in keeps a ledger, and its name there. */
const ledgers: Partial<Record<DestinationType, Vendor>> = {
  ga4: "ga4", meta: "meta", "google-ads": "google-ads", linkedin: "linkedin", tiktok: "tiktok", hubspot: "hubspot", mailerlite: "mailerlite", pipedrive: "pipedrive", rest: "rest", webhook: "webhook",
  files: "s3", bigquery: "bigquery",
}
const ledgerOf = (type: DestinationType | undefined): Vendor | undefined => (type === undefined ? undefined : ledgers[type])

const paySession = (standIns: StandIns, leadIds: ReadonlyMap<string, unknown>): string => {
  const payment = standIns.payments().findLast(({ reference }) => reference !== undefined && leadIds.has(reference))
  if (payment === undefined) throw new Fault("plan", "no payment carries this visitor's lead_id", 'Decorate the payment link: data-tw-decorate="client_reference_id"')
  return payment.sessionId
}

const mischiefOf = (standIns: StandIns, plan: Pick<QaPlan, "destinations">, link: string, accepted: (destination: string) => string[]): Mischief => {
  const { control } = standIns
  /** Lead → the webhooks its payment caused */
  const caused = new Map<string, string[]>()
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
    arrivals: async (destination, text) => accepted(destination).filter((body) => body.includes(text)).length,
    outage: (destination, times) => {
      const vendor = ledgerOf(plan.destinations[destination]?.type)
      if (vendor !== undefined) control.flap(vendor, Array.from({ length: times }, () => 503))
    },
  }
}

/** A link's token begins with the lead_id it was made for; it stands in the field that the plan maps it to. */
const linkTokenIn = (bodies: readonly string[], plan: Pick<QaPlan, "destinations">, destination: string, leadId: string): string | undefined => {
  const one = plan.destinations[destination]
  const field = one !== undefined && "fields" in one ? one.fields["link_token"] : undefined
  if (field === undefined) return undefined
  const start = `"${field}":"${leadId}.`
  const body = bodies.findLast((text) => text.includes(start))
  return body?.slice(body.indexOf(start) + start.length - leadId.length - 1).split('"', 1)[0]
}

/** The repository's stand-ins as QA needs them: payments by lead, receipts by event, and what may go wrong on the provider's side. */
export const standInsPort = (standIns: StandIns, plan: Pick<QaPlan, "destinations">): StandInsPort => {
  const [link] = standIns.links
  const accepted = (destination: string): string[] => {
    const vendor = ledgerOf(plan.destinations[destination]?.type)
    return vendor === undefined ? [] : standIns.received(vendor).flatMap((entry) => (entry.verdict === "accepted" ? [JSON.stringify(entry.body)] : []))
  }
  return {
    pay: standIns.urls.pay,
    settle: async (leadIds) => standIns.control.settleVoucher(paySession(standIns, leadIds)),
    refund: async (leadIds, share) => void (await standIns.control.refund(share, paySession(standIns, leadIds))),
    received: async (destination, eventId) => {
      const vendor = ledgerOf(plan.destinations[destination]?.type)
      return vendor === undefined ? undefined : standIns.received(vendor).find((entry) => entry.verdict === "accepted" && JSON.stringify(entry.body).includes(eventId))?.body
    },
    linkToken: async (destination, leadId) => linkTokenIn(accepted(destination), plan, destination, leadId),
    ...(link === undefined ? {} : { mischief: mischiefOf(standIns, plan, link, accepted) }),
  }
}
