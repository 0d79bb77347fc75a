import type { Stripe } from "stripe"

/** A Payment Link: what a shop set up by hand in Stripe's dashboard. */
export interface PaymentLink {
  name: string
  /** Smallest unit of the currency */
  amount: number
  /** Lower case, as Stripe writes it */
  currency: string
  itemId: string
  /** Path on the site, after paying */
  redirect: string
}

// Picked from the SDK's own types, so that the fields we send have the vendor's shape.
export type Session = Pick<
  Stripe.Checkout.Session,
  | "id" | "object" | "amount_subtotal" | "amount_total" | "client_reference_id" | "created" | "currency" | "customer" | "customer_creation" | "customer_details" | "customer_email"
  | "expires_at" | "invoice" | "livemode" | "metadata" | "mode" | "payment_intent" | "payment_link" | "payment_method_types" | "payment_status" | "status" | "subscription" | "success_url" | "url"
>
export type Intent = Pick<
  Stripe.PaymentIntent,
  "id" | "object" | "amount" | "amount_received" | "created" | "currency" | "customer" | "description" | "latest_charge" | "livemode" | "metadata" | "payment_method_types" | "receipt_email" | "status"
>
export type Charge = Pick<
  Stripe.Charge,
  "id" | "object" | "amount" | "amount_captured" | "amount_refunded" | "balance_transaction" | "captured" | "created" | "currency" | "customer" | "livemode" | "metadata" | "paid" | "payment_intent" | "receipt_email" | "refunded" | "status"
> & { billing_details: { email: string | null; name: string | null }; payment_method_details: { type: Method["type"] } }
export type Refund = Pick<Stripe.Refund, "id" | "object" | "amount" | "balance_transaction" | "charge" | "created" | "currency" | "metadata" | "payment_intent" | "reason" | "status">
export interface EntitlementSummary {
  object: "entitlements.active_entitlement_summary"
  customer: string
  livemode: false
  entitlements: { object: "list"; data: { id: string; object: "entitlements.active_entitlement"; feature: string; livemode: false; lookup_key: string }[]; has_more: false; url: string }
}
export interface LineItem {
  id: string
  object: "item"
  amount_subtotal: number
  amount_total: number
  currency: string
  description: string
  quantity: number
  price: { id: string; object: "price"; unit_amount: number; currency: string; product: string; metadata: Record<string, string> }
}

/** `voucher` is Multibanco, a voucher in euros that settles days later. */
export const methods = { card: { type: "card", delayed: false }, voucher: { type: "multibanco", delayed: true } } as const
export type MethodName = keyof typeof methods
type Method = (typeof methods)[MethodName]

/** Everything that belongs to one visit of the payment page. */
export interface Payment {
  link: PaymentLink
  method: MethodName
  customer: string
  session: Session
  intent: Intent
  charge: Charge | undefined
  refunds: Refund[]
  lineItem: LineItem
}
