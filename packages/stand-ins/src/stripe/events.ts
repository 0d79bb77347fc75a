import { Stripe } from "stripe"
import type { Maker } from "./pay.ts"
import type { EntitlementSummary, Payment, Refund } from "./objects.ts"

type EventType =
  | "checkout.session.completed"
  | "checkout.session.async_payment_succeeded"
  | "checkout.session.async_payment_failed"
  | "payment_intent.succeeded"
  | "payment_intent.payment_failed"
  | "charge.succeeded"
  | "charge.refunded"
  | "refund.created"
  | "entitlements.active_entitlement_summary.updated"

export interface StripeEvent {
  id: string
  object: "event"
  api_version: string
  /** Seconds since 1970 */
  created: number
  data: { object: object; previous_attributes?: object }
  livemode: boolean
  pending_webhooks: number
  request: { id: null; idempotency_key: null }
  type: EventType
}

/** An event holds its object as it was at that moment: later changes must not reach it. */
const eventOf = (maker: Maker, type: EventType, object: object, before?: object): StripeEvent => ({
  id: maker.id("evt_"),
  object: "event",
  api_version: Stripe.API_VERSION,
  created: maker.now(),
  data: { object: structuredClone(object), ...(before && { previous_attributes: before }) },
  livemode: maker.livemode,
  pending_webhooks: 1,
  request: { id: null, idempotency_key: null },
  type,
})

/** Stripe sends the whole list of what a customer may use; here it is the one thing that was bought. */
const entitlementsOf = (maker: Maker, { customer, link }: Payment): EntitlementSummary => ({
  object: "entitlements.active_entitlement_summary",
  customer,
  livemode: false,
  entitlements: {
    object: "list",
    data: [{ id: maker.id("ent_"), object: "entitlements.active_entitlement", feature: `feat_${link.itemId}`, livemode: false, lookup_key: link.itemId }],
    has_more: false,
    url: `/v1/customer/${customer}/entitlements`,
  },
})

const entitled = (maker: Maker, payment: Payment) => eventOf(maker, "entitlements.active_entitlement_summary.updated", entitlementsOf(maker, payment))

/** A card: money and order at once. Stripe promises no order among these; this is the usual one. */
export const paidNow = (maker: Maker, payment: Payment): StripeEvent[] => [
  eventOf(maker, "charge.succeeded", payment.charge ?? {}),
  eventOf(maker, "payment_intent.succeeded", payment.intent),
  eventOf(maker, "checkout.session.completed", payment.session),
  entitled(maker, payment),
]
/** A voucher: the order is complete, the money is not there. */
export const paysLater = (maker: Maker, payment: Payment): StripeEvent[] => [eventOf(maker, "checkout.session.completed", payment.session)]
export const settled = (maker: Maker, payment: Payment): StripeEvent[] => [
  eventOf(maker, "charge.succeeded", payment.charge ?? {}),
  eventOf(maker, "payment_intent.succeeded", payment.intent),
  eventOf(maker, "checkout.session.async_payment_succeeded", payment.session),
  entitled(maker, payment),
]
export const fellThrough = (maker: Maker, payment: Payment): StripeEvent[] => [
  eventOf(maker, "payment_intent.payment_failed", payment.intent),
  eventOf(maker, "checkout.session.async_payment_failed", payment.session),
]
/** Both fire for full and partial refunds; the charge carries the sum of all of them, the refund only itself. */
export const refunded = (maker: Maker, payment: Payment, refund: Refund): StripeEvent[] => [
  eventOf(maker, "refund.created", refund),
  eventOf(maker, "charge.refunded", payment.charge ?? {}, { amount_refunded: (payment.charge?.amount_refunded ?? 0) - refund.amount }),
]
