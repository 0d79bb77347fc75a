import type { Stripe } from "stripe"
import type { Item } from "@tagwright/formats"
import { major } from "../money.ts"
import type { Occasion, Reading } from "../occasion.ts"
import { stripeAmount } from "./money.ts"

/** How the person is found: set by the plan (`leadId` of the webhook). */
export type LeadField = "client_reference_id" | "metadata.lead_id"

/** From this API version on, refund.created comes for every refund; before, only the cumulative charge.refunded did. */
const REFUND_EVENTS_SINCE = "2024-10-28"

const ignored = (reason: string): Reading => ({ kind: "ignored", reason })
const one = (occasion: Occasion): Reading => ({ kind: "occasions", occasions: [occasion] })
const idOf = (value: string | { id: string } | null | undefined): string | undefined => (typeof value === "string" ? value : value?.id)
const present = (...values: (string | undefined)[]): string[] => values.filter((value) => value !== undefined)
const named = (kind: string, id: string | undefined): string | undefined => (id === undefined ? undefined : `stripe_${kind}:${id}`)

const leadIn = (object: { client_reference_id?: string | null; metadata?: Record<string, string> | null }, field: LeadField): string | undefined =>
  (field === "client_reference_id" ? object.client_reference_id : object.metadata?.["lead_id"]) ?? object.metadata?.["lead_id"] ?? undefined

const lineItem = (line: Stripe.LineItem): Item => {
  const product = line.price?.product
  const quantity = line.quantity ?? 1
  const total = stripeAmount(line.amount_total, line.currency)
  return {
    item_id: line.price?.lookup_key ?? line.price?.metadata["item_id"] ?? idOf(product) ?? line.id,
    ...(line.description && { item_name: line.description }),
    price: major(total) / quantity,
    quantity,
  }
}

/** Webhooks do not carry line items unless the integration adds them; metadata is the documented place for our own id. */
const itemsOf = (session: Stripe.Checkout.Session): Item[] => {
  if (session.line_items !== undefined && session.line_items.data.length > 0) return session.line_items.data.map(lineItem)
  const { item_id, item_name } = session.metadata ?? {}
  const total = stripeAmount(session.amount_total ?? 0, session.currency ?? "eur")
  return [{ item_id: item_id ?? idOf(session.payment_link) ?? "checkout", ...(item_name && { item_name }), price: major(total), quantity: 1 }]
}

const sessionOccasion = (session: Stripe.Checkout.Session, when: "paid" | "failed", at: number, field: LeadField): Occasion => {
  const payment = idOf(session.payment_intent)
  const invoice = idOf(session.invoice)
  const transactionId = payment ?? invoice ?? session.id
  return {
    when,
    keys: present(payment, invoice, session.id),
    aliases: present(named("payment", payment), named("invoice", invoice), named("session", session.id), named("customer", idOf(session.customer))),
    at,
    leadId: leadIn(session, field),
    transactionId,
    amount: stripeAmount(session.amount_total ?? 0, session.currency ?? "eur"),
    items: itemsOf(session),
    email: session.customer_details?.email ?? undefined,
    name: session.customer_details?.name ?? undefined,
  }
}

const paidSession = (session: Stripe.Checkout.Session, at: number, field: LeadField): Reading => {
  // Vouchers and debits complete now and are paid later: async_payment_succeeded tells.
  if (session.payment_status === "unpaid") return ignored("not_paid_yet")
  return one(sessionOccasion(session, "paid", at, field))
}

const refundOccasion = (at: number, refund: { id: string; latest?: string | undefined; amount: number; currency: string; payment: string | undefined; charge: string | undefined }): Reading =>
  one({
    when: "refunded",
    keys: present(refund.id, refund.latest),
    aliases: present(named("payment", refund.payment), named("charge", refund.charge)),
    at,
    transactionId: refund.payment ?? refund.charge ?? refund.id,
    // A subscription's payment is recorded under its invoice.
    ...(refund.payment !== undefined && { transactionAlso: { name: `stripe_payment:${refund.payment}`, prefix: "stripe_invoice:" } }),
    amount: stripeAmount(refund.amount, refund.currency),
  })

/** Names that one person's payment has: refunds name the payment alone. */
const sameTransaction = (...names: (string | undefined)[]): Reading => {
  const known = present(...names)
  return known.length > 1 ? { kind: "names", names: known } : ignored("counted_by_session_or_invoice")
}
const invoicePayment = ({ invoice, payment }: Stripe.InvoicePayment): Reading => sameTransaction(named("invoice", idOf(invoice)), named("payment", idOf(payment.payment_intent)))

const paidIntent = (intent: Stripe.PaymentIntent, at: number, field: LeadField): Reading => {
  const leadId = intent.metadata["lead_id"]
  // Checkout and invoices create intents of their own; only one that we made carries our lead_id.
  if (field !== "metadata.lead_id" || leadId === undefined) return sameTransaction(named("payment", intent.id), named("customer", idOf(intent.customer)))
  const amount = stripeAmount(intent.amount_received, intent.currency)
  return one({
    when: "paid",
    keys: [intent.id],
    aliases: present(named("payment", intent.id), named("customer", idOf(intent.customer))),
    at,
    leadId,
    transactionId: intent.id,
    amount,
    items: [{ item_id: intent.metadata["item_id"] ?? "payment", price: major(amount), quantity: 1 }],
    email: intent.receipt_email ?? undefined,
  })
}

const paidInvoice = (invoice: Stripe.Invoice, at: number): Reading => {
  if (!invoice.billing_reason?.startsWith("subscription")) return ignored("counted_by_session")
  if (invoice.amount_paid === 0 || invoice.id === undefined) return ignored("nothing_paid")
  return one({
    when: "paid",
    keys: [invoice.id],
    aliases: present(named("invoice", invoice.id), named("customer", idOf(invoice.customer))),
    at,
    leadId: invoice.metadata?.["lead_id"],
    transactionId: invoice.id,
    amount: stripeAmount(invoice.amount_paid, invoice.currency),
    items: invoice.lines.data.map((line) => ({
      item_id: idOf(line.pricing?.price_details?.product) ?? line.id,
      ...(line.description && { item_name: line.description }),
      price: major(stripeAmount(line.amount, line.currency)) / (line.quantity ?? 1),
      quantity: line.quantity ?? 1,
    })),
    email: invoice.customer_email ?? undefined,
    personFollows: true,
  })
}

const didNotHappen = ({ status }: Stripe.Refund): boolean => status === "failed" || status === "canceled"
const hasRefundEvents = ({ api_version: version }: Stripe.Event): boolean => (version ?? "") >= REFUND_EVENTS_SINCE

/** An endpoint of an old version may get both kinds of messages: exactly one of them counts. */
const createdRefund = (event: Stripe.Event, refund: Stripe.Refund, at: number): Reading => {
  if (!hasRefundEvents(event)) return ignored("counted_by_charge_refunded")
  if (didNotHappen(refund)) return ignored("refund_did_not_happen")
  return refundOccasion(at, { id: refund.id, amount: refund.amount, currency: refund.currency, payment: idOf(refund.payment_intent), charge: idOf(refund.charge) })
}
const changedRefund = (refund: Stripe.Refund): Reading => (didNotHappen(refund) ? { kind: "reversal", keys: [refund.id] } : ignored("counted_when_created"))

/** The bank takes the money when a dispute begins and gives it back when it is won ("Disputes", balance transactions). */
const dispute = (event: Stripe.ChargeDisputeFundsWithdrawnEvent | Stripe.ChargeDisputeFundsReinstatedEvent, at: number): Reading => {
  const { id, amount, currency, payment_intent, charge } = event.data.object
  if (event.type === "charge.dispute.funds_reinstated") return { kind: "reversal", keys: [id] }
  return refundOccasion(at, { id, amount, currency, payment: idOf(payment_intent), charge: idOf(charge) })
}

const refundedCharge = (event: Stripe.ChargeRefundedEvent): Reading => {
  const charge = event.data.object
  if (hasRefundEvents(event)) return ignored("counted_by_refund_created")
  // Cumulative: what counts is the difference to what had been refunded before.
  const amount = charge.amount_refunded - (event.data.previous_attributes?.amount_refunded ?? 0)
  if (amount <= 0) return ignored("nothing_refunded")
  const latest = charge.refunds?.data[0]?.id
  return refundOccasion(event.created * 1000, { id: `${charge.id}:${charge.amount_refunded}`, latest, amount, currency: charge.currency, payment: idOf(charge.payment_intent), charge: charge.id })
}

const unlocked = (summary: Stripe.Entitlements.ActiveEntitlementSummary, at: number): Reading => {
  const [first] = summary.entitlements.data
  if (first === undefined) return ignored("nothing_unlocked")
  return one({
    when: "activated",
    // The first time only: a person starts to use what they bought once.
    keys: [`activated:${summary.customer}`],
    aliases: [`stripe_customer:${summary.customer}`],
    at,
    itemId: first.lookup_key,
  })
}

/**
 * Every Stripe message that means money or access, and nothing else. Each payment is counted by one message only:
 * Checkout by its session, renewals by their invoice, own integrations by the payment intent that carries our lead_id.
 * charge.succeeded and invoice.payment_succeeded say the same again and are therefore not here.
 */
const meaningOf = (event: Stripe.Event, field: LeadField): Reading => {
  const at = event.created * 1000
  switch (event.type) {
    case "checkout.session.completed":
      return paidSession(event.data.object, at, field)
    case "checkout.session.async_payment_succeeded":
      return one(sessionOccasion(event.data.object, "paid", at, field))
    case "checkout.session.async_payment_failed":
      return one(sessionOccasion(event.data.object, "failed", at, field))
    case "payment_intent.succeeded":
      return paidIntent(event.data.object, at, field)
    case "invoice_payment.paid":
      return invoicePayment(event.data.object)
    case "invoice.paid":
      return paidInvoice(event.data.object, at)
    case "refund.created":
      return createdRefund(event, event.data.object, at)
    case "refund.failed":
      return { kind: "reversal", keys: [event.data.object.id] }
    case "refund.updated":
    case "charge.refund.updated":
      return changedRefund(event.data.object)
    case "charge.dispute.funds_withdrawn":
    case "charge.dispute.funds_reinstated":
      return dispute(event, at)
    case "charge.refunded":
      return refundedCharge(event)
    case "entitlements.active_entitlement_summary.updated":
      return unlocked(event.data.object, at)
  }
  return ignored("not_about_money")
}

/** Messages that reconciliation writes say nothing: the API key decided. */
const testOf = ({ livemode }: Partial<Stripe.Event>): boolean | undefined => livemode === undefined ? undefined : !livemode

/** What a Stripe message means. A shape we cannot read is kept and reported, never guessed at. */
export const readStripe = (body: string, lead: LeadField): Reading => {
  try {
    const event: Stripe.Event = JSON.parse(body)
    const reading = meaningOf(event, lead)
    return reading.kind === "occasions" ? { ...reading, occasions: reading.occasions.map((occasion) => ({ ...occasion, test: testOf(event) })) } : reading
  } catch {
    return { kind: "unreadable", reason: "shape_unknown" }
  }
}
