import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { lemonsqueezy } from "../../src/webhooks/lemonsqueezy/index.ts"
import { parseLossless } from "../../src/webhooks/lossless.ts"
import { mailerlite } from "../../src/webhooks/mailerlite/index.ts"
import { mollie } from "../../src/webhooks/mollie/index.ts"
import { amountOfMinor, amountOfText, major, majorText } from "../../src/webhooks/money.ts"
import type { Reading, WebhookProvider } from "../../src/webhooks/occasion.ts"
import { paddle } from "../../src/webhooks/paddle/index.ts"
import { paypal } from "../../src/webhooks/paypal/index.ts"
import { shopify } from "../../src/webhooks/shopify/index.ts"
import { standard } from "../../src/webhooks/standard/index.ts"
import { stripeAmount } from "../../src/webhooks/stripe/money.ts"
import { readStripe } from "../../src/webhooks/stripe/read.ts"
import { woocommerce } from "../../src/webhooks/woocommerce/index.ts"

const world = { fetch, secrets: [] }
const read = async (provider: WebhookProvider, body: unknown, headers: Record<string, string> = {}): Promise<Reading> => provider.read(typeof body === "string" ? body : JSON.stringify(body), headers, world)
const stripeOf = (type: string, object: Record<string, unknown>, { data, ...more }: { data?: Record<string, unknown>; api_version?: string } = {}): Reading =>
  readStripe(JSON.stringify({ id: "evt_1", type, created: 1_700_000_000, api_version: "2025-09-30", ...more, data: { object, ...data } }), "client_reference_id")

describe("T4 what a provider's message means", () => {
  it("Paddle: a completed transaction, in minor units as text", async () => {
    const data = {
      id: "txn_1",
      customer_id: "ctm_1",
      currency_code: "EUR",
      custom_data: { lead_id: "lead-1" },
      details: { totals: { grand_total: "1234" }, line_items: [{ id: "li", price_id: "pri_1", quantity: 2, unit_totals: { total: "617" }, product: { name: "Book" } }] },
    }
    expect(await read(paddle, { event_id: "e", event_type: "transaction.completed", occurred_at: "2026-11-01T00:00:00Z", data })).toMatchObject({
      occasions: [{ when: "paid", keys: ["txn_1"], leadId: "lead-1", amount: { minor: 1234, currency: "EUR", exponent: 2 }, items: [{ item_id: "pri_1", item_name: "Book", price: 6.17, quantity: 2 }] }],
    })
  })

  it("Shopify: ids beyond 2^53 keep every digit", async () => {
    const body = '{"id":820982911946154508,"created_at":"2026-11-01T00:00:00Z","total_price":"199.00","currency":"JPY","note_attributes":[{"name":"lead_id","value":"lead-1"}],"line_items":[{"sku":"A","price":"199","quantity":1}]}'
    expect(await read(shopify, body, { "x-shopify-topic": "orders/paid" })).toMatchObject({ occasions: [{ keys: ["order:820982911946154508"], transactionId: "820982911946154508", leadId: "lead-1", amount: { minor: 199, exponent: 0 } }] })
  })

  it("Shopify: a refund sums its successful transactions", async () => {
    const body = { id: 5, order_id: 4, created_at: "2026-11-01T00:00:00Z", transactions: [{ kind: "refund", status: "success", amount: "1.10", currency: "EUR" }, { kind: "refund", status: "success", amount: "2.20", currency: "EUR" }, { kind: "refund", status: "failure", amount: "9.00", currency: "EUR" }] }
    expect(await read(shopify, body, { "x-shopify-topic": "refunds/create" })).toMatchObject({ occasions: [{ when: "refunded", amount: { minor: 330 }, aliases: ["shopify_order:4"] }] })
  })

  it("Lemon Squeezy: an order counts when it is paid", async () => {
    const order = (status: string) => ({ meta: { event_name: "order_created", custom_data: { lead_id: "lead-1" } }, data: { id: "7", attributes: { status, currency: "USD", total: 999, created_at: "2026-11-01T00:00:00Z", user_email: "a@b.example", first_order_item: { variant_id: 3 } } } })
    expect(await read(lemonsqueezy, order("pending"))).toEqual({ kind: "ignored", reason: "not_paid_yet" })
    expect(await read(lemonsqueezy, order("paid"))).toMatchObject({ occasions: [{ leadId: "lead-1", amount: { minor: 999 }, items: [{ item_id: "3" }] }] })
  })

  it("WooCommerce: one order message may hold the payment and each refund", async () => {
    const order = { id: 9, status: "completed", currency: "EUR", total: "20.00", date_created_gmt: "2026-11-01T00:00:00", refunds: [{ id: 1, total: "-5.00" }], line_items: [{ product_id: 1, total: "20.00", quantity: 2 }], meta_data: [{ key: "lead_id", value: "lead-1" }] }
    expect(await read(woocommerce, order, { "x-wc-webhook-topic": "order.updated" })).toMatchObject({
      occasions: [
        { when: "paid", keys: ["order:9"], amount: { minor: 2000 }, items: [{ item_id: "1", price: 10, quantity: 2 }] },
        { when: "refunded", keys: ["refund:1"], amount: { minor: 500 } },
      ],
    })
  })

  it("PayPal: a refund is joined to its capture", async () => {
    const resource = { id: "R1", amount: { value: "3.00", currency_code: "EUR" }, links: [{ rel: "up", href: "https://api.paypal.com/v2/payments/captures/C1" }] }
    expect(await read(paypal(), { id: "WH", event_type: "PAYMENT.CAPTURE.REFUNDED", create_time: "2026-11-01T00:00:00Z", resource })).toMatchObject({ occasions: [{ when: "refunded", transactionId: "C1", aliases: ["paypal_capture:C1"] }] })
  })

  it("Mollie: nobody is believed, the payment is read from Mollie", async () => {
    const asked: string[] = []
    const answer = { id: "tr_1234", status: "paid", paidAt: "2026-11-01T00:00:00Z", amount: { value: "10.00", currency: "EUR" }, metadata: { lead_id: "lead-1" }, _embedded: { refunds: [{ id: "re_1", status: "refunded", createdAt: "2026-11-02T00:00:00Z", amount: { value: "4.00", currency: "EUR" } }] } }
    const fetchMollie: typeof fetch = (url) => (asked.push(String(url)), Promise.resolve(Response.json(answer)))
    expect(await mollie().read("id=tr_1234", {}, { fetch: fetchMollie, secrets: ["key"] })).toMatchObject({ occasions: [{ when: "paid", leadId: "lead-1", amount: { minor: 1000 } }, { when: "refunded", keys: ["re_1"], amount: { minor: 400 } }] })
    expect(asked).toEqual(["https://api.mollie.com/v2/payments/tr_1234?embed=refunds,chargebacks"])
  })

  it("MailerLite: one event or a batch of them; anything else is kept and reported", async () => {
    expect(await read(mailerlite, { type: "subscriber.unsubscribed", email: "a@b.example" })).toEqual({ kind: "ignored", reason: "not_about_money" })
    expect(await read(mailerlite, { events: [{ type: "campaign.open" }, { type: "campaign.click" }], total: 2 })).toEqual({ kind: "ignored", reason: "not_about_money" })
    expect(await read(mailerlite, { events: [{}] })).toEqual({ kind: "unreadable", reason: "shape_unknown" })
  })

  it("a shop of one's own: Standard Webhooks with plain fields", async () => {
    const message = { type: "paid", timestamp: "2026-11-01T00:00:00Z", data: { transaction_id: "T1", value: "12.50", currency: "EUR", lead_id: "lead-1", items: [{ item_id: "a", price: 12.5 }] } }
    expect(await read(standard, message)).toMatchObject({ occasions: [{ when: "paid", keys: ["T1"], amount: { minor: 1250 } }] })
  })

  it("Stripe: messages that say the same payment again are not counted", () => {
    for (const type of ["charge.succeeded", "invoice.payment_succeeded", "payment_intent.succeeded"]) expect(stripeOf(type, { id: "x", metadata: {} }).kind, type).toBe("ignored")
    expect(stripeOf("payment_intent.succeeded", { id: "pi_1", metadata: {}, customer: "cus_1" })).toEqual({ kind: "names", names: ["stripe_payment:pi_1", "stripe_customer:cus_1"] })
    expect(stripeOf("checkout.session.completed", { id: "cs", payment_status: "unpaid" })).toEqual({ kind: "ignored", reason: "not_paid_yet" })
  })

  it("Stripe: cumulative refunds of old API versions count by their difference", () => {
    const charge = { id: "ch_1", amount_refunded: 700, currency: "eur", payment_intent: "pi_1" }
    const old = stripeOf("charge.refunded", charge, { api_version: "2022-11-15", data: { previous_attributes: { amount_refunded: 500 } } })
    expect(old).toMatchObject({ occasions: [{ amount: { minor: 200 }, transactionId: "pi_1" }] })
    expect(stripeOf("charge.refunded", charge)).toEqual({ kind: "ignored", reason: "counted_by_refund_created" })
  })

  it("a refund that failed after all is reversed", () => {
    expect(stripeOf("refund.failed", { id: "re_1" })).toEqual({ kind: "reversal", keys: ["re_1"] })
  })

  it("Stripe: a lost dispute takes the money back, a won one returns it", () => {
    const dispute = { id: "du_1", amount: 500, currency: "eur", payment_intent: "pi_1", charge: "ch_1" }
    expect(stripeOf("charge.dispute.funds_withdrawn", dispute)).toMatchObject({ occasions: [{ when: "refunded", keys: ["du_1"], amount: { minor: 500 }, transactionId: "pi_1" }] })
    expect(stripeOf("charge.dispute.funds_reinstated", dispute)).toEqual({ kind: "reversal", keys: ["du_1"] })
    expect(stripeOf("charge.dispute.created", dispute)).toEqual({ kind: "ignored", reason: "not_about_money" })
  })
  it("Stripe: an endpoint of an old version that gets both kinds of refund messages counts one of them", () => {
    expect(stripeOf("refund.created", { id: "re_1", amount: 1, currency: "eur", status: "succeeded" }, { api_version: "2022-11-15" })).toEqual({ kind: "ignored", reason: "counted_by_charge_refunded" })
    expect(stripeOf("charge.refund.updated", { id: "re_1", status: "canceled" })).toEqual({ kind: "reversal", keys: ["re_1"] })
  })

  it("Paddle: money goes back when Paddle approves it; a chargeback that is won comes back", async () => {
    const adjustment = (action: string, status: string) => ({ event_id: "e", event_type: "adjustment.updated", occurred_at: "2026-11-01T00:00:00Z", data: { id: "adj_1", transaction_id: "txn_1", action, status, currency_code: "EUR", totals: { total: "500" } } })
    expect(await read(paddle, adjustment("refund", "pending_approval"))).toEqual({ kind: "ignored", reason: "not_approved" })
    expect(await read(paddle, adjustment("refund", "rejected"))).toEqual({ kind: "ignored", reason: "not_approved" })
    expect(await read(paddle, adjustment("refund", "approved"))).toMatchObject({ occasions: [{ when: "refunded", keys: ["adj_1"], amount: { minor: 500 } }] })
    expect(await read(paddle, adjustment("chargeback", "approved"))).toMatchObject({ occasions: [{ keys: ["adj_1", "chargeback:txn_1"] }] })
    expect(await read(paddle, adjustment("chargeback_reverse", "approved"))).toEqual({ kind: "reversal", keys: ["chargeback:txn_1"] })
    expect(await read(paddle, adjustment("credit", "approved"))).toEqual({ kind: "ignored", reason: "not_a_refund" })
  })
  it("Paddle: yen have no decimals", async () => {
    const data = { id: "txn_2", currency_code: "JPY", details: { totals: { grand_total: "1200" }, line_items: [] } }
    expect(await read(paddle, { event_id: "e", event_type: "transaction.completed", occurred_at: "2026-11-01T00:00:00Z", data })).toMatchObject({ occasions: [{ amount: { minor: 1200, exponent: 0 } }] })
  })

  it("Shopify: a refund of goods alone moves no money; a test order says so", async () => {
    expect(await read(shopify, { id: 5, order_id: 4, created_at: "2026-11-01T00:00:00Z", transactions: [] }, { "x-shopify-topic": "refunds/create" })).toEqual({ kind: "ignored", reason: "no_money_moved" })
    const order = { id: 4, created_at: "2026-11-01T00:00:00Z", total_price: "1.00", currency: "EUR", line_items: [], test: true }
    expect(await read(shopify, order, { "x-shopify-topic": "orders/paid" })).toMatchObject({ occasions: [{ test: true }] })
  })

  it("Lemon Squeezy: a renewal counts by its invoice, the first invoice by its order", async () => {
    const invoice = (reason: string) => ({ meta: { event_name: "subscription_payment_success" }, data: { id: "9", attributes: { status: "paid", billing_reason: reason, currency: "USD", total: 500, created_at: "2026-11-01T00:00:00Z", subscription_id: 3 } } })
    expect(await read(lemonsqueezy, invoice("initial"))).toEqual({ kind: "ignored", reason: "counted_by_order" })
    expect(await read(lemonsqueezy, invoice("renewal"))).toMatchObject({ occasions: [{ when: "paid", keys: ["invoice:9"], amount: { minor: 500 } }] })
  })

  it("PayPal: a subscription pays by sales, in the words of version 1", async () => {
    const message = (type: string, resource: object) => ({ id: "WH", event_type: type, create_time: "2026-11-01T00:00:00Z", resource })
    const sale = { id: "S1", amount: { total: "10.00", currency: "EUR" }, billing_agreement_id: "I-1", custom: "lead-1" }
    expect(await read(paypal(), message("PAYMENT.SALE.COMPLETED", sale))).toMatchObject({ occasions: [{ when: "paid", keys: ["S1"], leadId: "lead-1", amount: { minor: 1000 }, aliases: ["paypal_capture:S1", "paypal_subscription:I-1"] }] })
    expect(await read(paypal(), message("PAYMENT.SALE.REFUNDED", { id: "R1", sale_id: "S1", amount: { total: "4.00", currency: "EUR" } }))).toMatchObject({ occasions: [{ when: "refunded", transactionId: "S1", amount: { minor: 400 } }] })
    expect(await read(paypal(), message("PAYMENT.CAPTURE.DECLINED", { id: "C2", amount: { value: "1.00", currency_code: "EUR" } }))).toMatchObject({ occasions: [{ when: "failed", keys: ["failed:C2"] }] })
    expect(await read(paypal(), message("PAYMENT.CAPTURE.DENIED", { id: "C1", amount: { value: "1.00", currency_code: "EUR" } }))).toMatchObject({ occasions: [{ when: "failed", keys: ["failed:C1"] }] })
  })

  it("Mollie: chargebacks take money back, failed refunds and won chargebacks are reversed", async () => {
    const amount = { value: "10.00", currency: "EUR" }
    const payment = {
      id: "tr_1234",
      mode: "test",
      status: "paid",
      paidAt: "2026-11-01T00:00:00Z",
      amount,
      _embedded: {
        refunds: [{ id: "re_1", status: "failed", createdAt: "2026-11-02T00:00:00Z", amount }],
        chargebacks: [{ id: "chb_1", createdAt: "2026-11-02T00:00:00Z", amount }, { id: "chb_2", createdAt: "2026-11-02T00:00:00Z", reversedAt: "2026-11-03T00:00:00Z", amount }],
      },
    }
    const answer = await mollie().read("id=tr_1234", {}, { fetch: () => Promise.resolve(Response.json(payment)), secrets: ["key"] })
    expect(answer).toMatchObject({ kind: "occasions", occasions: [{ when: "paid", test: true }, { when: "refunded", keys: ["chb_1"] }], reversed: ["re_1", "chb_2"] })
  })

  it.each([paddle, shopify, lemonsqueezy, woocommerce, standard, paypal()])("a shape nobody knows is kept, not guessed at", async (provider) => {
    const headers = { "x-shopify-topic": "orders/paid", "x-wc-webhook-topic": "order.updated" }
    await fc.assert(
      fc.asyncProperty(fc.json(), async (body) => {
        expect(["ignored", "unreadable", "occasions"]).toContain((await read(provider, body, headers)).kind)
      }),
      { numRuns: 50 },
    )
  })
})

describe("money is exact", () => {
  it("text of major units and minor units say the same", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 40 }), fc.constantFrom("EUR", "JPY", "KWD"), (minor, currency) => {
        const amount = amountOfMinor(minor, currency)
        expect(amountOfText(majorText(amount), currency)).toEqual(amount)
        expect(major(amount)).toBe(Number(majorText(amount)))
      }),
    )
  })
  it("refuses to round", () => expect(() => amountOfText("1.005", "EUR")).toThrow(TypeError))
  it.each([
    ["jpy", 500, "500"],
    ["isk", 500, "5.00"],
    ["kwd", 12_340, "12.340"],
    ["eur", 5, "0.05"],
  ])("Stripe's %s has the exponent Stripe uses", (currency, minor, text) => expect(majorText(stripeAmount(minor, currency))).toBe(text))
  it("long integers stay text, others numbers", () => expect(parseLossless('{"a":820982911946154508,"b":12,"c":1.5}')).toEqual({ a: "820982911946154508", b: 12, c: 1.5 }))
})
