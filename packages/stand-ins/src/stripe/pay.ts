import type { Charge, Intent, LineItem, MethodName, Payment, PaymentLink, Refund, Session } from "./objects.ts"
import { methods } from "./objects.ts"

export interface Maker {
  /** A new id with Stripe's prefix, e.g. "cs_test_" */
  id: (prefix: string) => string
  /** Seconds since 1970 */
  now: () => number
  siteUrl: string
  /** What the messages say about themselves; the money is play money either way */
  livemode: boolean
}
export interface Order {
  linkId: string
  link: PaymentLink
  method: MethodName
  clientReferenceId: string | undefined
  email: string
  name: string
}

/** Stripe ends an open session after a day. */
const SESSION_SECONDS = 86_400

const metadataOf = ({ itemId, name }: PaymentLink) => ({ item_id: itemId, item_name: name })

const sessionOf = (maker: Maker, { linkId, link, method, clientReferenceId, email, name }: Order, customer: string, intent: string): Session => ({
  id: maker.id("cs_test_"),
  object: "checkout.session",
  amount_subtotal: link.amount,
  amount_total: link.amount,
  client_reference_id: clientReferenceId ?? null,
  created: maker.now(),
  currency: link.currency,
  customer,
  customer_creation: "always",
  customer_details: { address: null, business_name: null, email, individual_name: null, name, phone: null, tax_exempt: "none", tax_ids: [] },
  customer_email: null,
  expires_at: maker.now() + SESSION_SECONDS,
  invoice: null,
  livemode: false,
  metadata: metadataOf(link),
  mode: "payment",
  payment_intent: intent,
  payment_link: `plink_${linkId}`,
  payment_method_types: Object.values(methods).map(({ type }) => type),
  payment_status: methods[method].delayed ? "unpaid" : "paid",
  status: "complete",
  subscription: null,
  success_url: new URL(link.redirect, maker.siteUrl).href,
  url: null,
})

const intentOf = (maker: Maker, { link, method, email }: Order, customer: string): Intent => ({
  id: maker.id("pi_"),
  object: "payment_intent",
  amount: link.amount,
  amount_received: 0,
  created: maker.now(),
  currency: link.currency,
  customer,
  description: link.name,
  latest_charge: null,
  livemode: false,
  metadata: {},
  payment_method_types: [methods[method].type],
  receipt_email: email,
  status: methods[method].delayed ? "processing" : "succeeded",
})

const lineItemOf = (maker: Maker, { link }: Order): LineItem => ({
  id: maker.id("li_"),
  object: "item",
  amount_subtotal: link.amount,
  amount_total: link.amount,
  currency: link.currency,
  description: link.name,
  quantity: 1,
  price: { id: `price_${link.itemId}`, object: "price", unit_amount: link.amount, currency: link.currency, product: `prod_${link.itemId}`, metadata: metadataOf(link) },
})

const chargeOf = (maker: Maker, { intent, method, session }: Payment): Charge => ({
  id: maker.id("ch_"),
  object: "charge",
  amount: intent.amount,
  amount_captured: intent.amount,
  amount_refunded: 0,
  balance_transaction: maker.id("txn_"),
  billing_details: { email: session.customer_details?.email ?? null, name: session.customer_details?.name ?? null },
  captured: true,
  created: maker.now(),
  currency: intent.currency,
  customer: intent.customer,
  livemode: false,
  metadata: {},
  paid: true,
  payment_intent: intent.id,
  payment_method_details: { type: methods[method].type },
  receipt_email: intent.receipt_email,
  refunded: false,
  status: "succeeded",
})

/** The money is there: now for a card, later for a voucher. */
export const collect = (maker: Maker, payment: Payment): Charge => {
  const charge = chargeOf(maker, payment)
  payment.charge = charge
  payment.session.payment_status = "paid"
  Object.assign(payment.intent, { status: "succeeded", amount_received: payment.intent.amount, latest_charge: charge.id })
  return charge
}

export const openPayment = (maker: Maker, order: Order): Payment => {
  const customer = maker.id("cus_")
  const intent = intentOf(maker, order, customer)
  return { link: order.link, method: order.method, customer, session: sessionOf(maker, order, customer, intent.id), intent, charge: undefined, refunds: [], lineItem: lineItemOf(maker, order) }
}

/** Gives back at most what is left. `charge.amount_refunded` adds up, as Stripe's does. */
export const giveBack = (maker: Maker, charge: Charge, amount: number): Refund => {
  if (!Number.isInteger(amount) || amount < 1 || amount > charge.amount - charge.amount_refunded)
    throw new RangeError(`A refund takes 1 to ${charge.amount - charge.amount_refunded} of the smallest unit, not ${amount}`)
  charge.amount_refunded += amount
  charge.refunded = charge.amount_refunded === charge.amount
  return {
    id: maker.id("re_"),
    object: "refund",
    amount,
    balance_transaction: maker.id("txn_"),
    charge: charge.id,
    created: maker.now(),
    currency: charge.currency,
    metadata: {},
    payment_intent: charge.payment_intent,
    reason: "requested_by_customer",
    status: "succeeded",
  }
}
