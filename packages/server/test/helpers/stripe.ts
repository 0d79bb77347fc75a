import { Stripe } from "stripe"
import { SECRETS, type TestServer } from "./server.ts"

let counter = 0
export const stripeEvent = (type: string, object: Record<string, unknown>, extra: Record<string, unknown> = {}): Record<string, unknown> => ({
  id: `evt_${Date.now()}_${counter++}`,
  object: "event",
  livemode: true,
  api_version: "2025-09-30.clover",
  created: Math.floor(Date.now() / 1000),
  type,
  data: { object },
  ...extra,
})

export const paidSession = (overrides: Record<string, unknown> = {}): Record<string, unknown> => ({
  id: "cs_1",
  object: "checkout.session",
  mode: "payment",
  payment_status: "paid",
  payment_intent: "pi_1",
  invoice: null,
  customer: "cus_1",
  client_reference_id: "lead-1",
  amount_total: 24_000,
  currency: "eur",
  payment_link: "plink_1",
  metadata: { item_id: "intensive" },
  customer_details: { email: "ada@buyer.example", name: "Ada Buyer" },
  ...overrides,
})

/** Signed by Stripe's own SDK. */
export const sign = (payload: string, secret = SECRETS["STRIPE_WEBHOOK_SECRET"] ?? "", timestamp = Math.floor(Date.now() / 1000)): string =>
  Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp })

export const sendStripe = (server: TestServer, event: Record<string, unknown>): Promise<Response> => {
  const payload = JSON.stringify(event)
  return server.post("/webhooks/stripe", payload, { "stripe-signature": sign(payload) })
}
