import { Stripe } from "stripe"
import type { Happening, ListWorld, ProviderList } from "./provider.ts"

/** Stripe's page size limit. */
const PAGE = 100
const KEY = "STRIPE_API_KEY"

const idOf = (value: string | { id: string } | null): string[] => (value === null ? [] : [typeof value === "string" ? value : value.id])

const clientFor = ({ secret, baseUrl }: ListWorld): Stripe => {
  const { protocol, hostname, port } = new URL(baseUrl)
  return new Stripe(secret(KEY), { protocol: protocol === "http:" ? "http" : "https", host: hostname, ...(port !== "" && { port: Number(port) }), maxNetworkRetries: 1 })
}

/** The message that Stripe would have sent; its version makes refunds count by refund.created. */
const happening = (type: string, object: { id?: string; created: number }, keys: string[]): Happening => {
  const id = object.id ?? ""
  return { id, keys, message: { body: JSON.stringify({ id: `evt_reconciled_${id}`, object: "event", api_version: Stripe.API_VERSION, created: object.created, type, data: { object } }) } }
}

/** Checkout sessions, subscription invoices, refunds and disputes, by the official SDK. */
export const stripeList: ProviderList = {
  needs: [KEY],
  defaultUrl: "https://api.stripe.com",
  async *list(since, world) {
    const stripe = clientFor(world)
    const created = { gte: Math.floor(since / 1000) }
    for await (const session of stripe.checkout.sessions.list({ created, limit: PAGE }))
      if (session.payment_status === "paid") yield happening("checkout.session.completed", session, [session.id, ...idOf(session.payment_intent), ...idOf(session.invoice)])
    for await (const invoice of stripe.invoices.list({ created, status: "paid", limit: PAGE }))
      if (invoice.billing_reason?.startsWith("subscription") === true && invoice.amount_paid > 0) yield happening("invoice.paid", invoice, idOf(invoice.id ?? null))
    for await (const refund of stripe.refunds.list({ created, limit: PAGE })) if (refund.status !== "failed" && refund.status !== "canceled") yield happening("refund.created", refund, [refund.id])
  },
}
