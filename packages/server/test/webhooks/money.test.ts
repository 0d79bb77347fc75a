import { createHmac } from "node:crypto"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { batch, dataFolder, startTestServer, until, type TestServer } from "../helpers/server.ts"
import { serverPlan, shopInput } from "../helpers/plan.ts"
import { paidSession, sendStripe, stripeEvent } from "../helpers/stripe.ts"

const NEW_VERSION = "2025-09-30.clover"
const OLD_VERSION = "2022-11-15"

/** What happens to one payment, in the order of the world; messages about it come in any other. */
interface Story {
  kind: "card" | "voucher" | "voucher that is never paid" | "subscription"
  renewals: number
  refunds: { share: number; fails: boolean }[]
  dispute: "none" | "lost" | "won"
  version: string
}
const story: fc.Arbitrary<Story> = fc.record({
  kind: fc.constantFrom("card", "voucher", "voucher that is never paid", "subscription"),
  renewals: fc.nat(2),
  refunds: fc.array(fc.record({ share: fc.integer({ min: 1, max: 30 }), fails: fc.boolean() }), { maxLength: 3 }),
  dispute: fc.constantFrom("none", "lost", "won"),
  version: fc.constantFrom(NEW_VERSION, OLD_VERSION),
})
const TOTAL = 24_000
const isPaid = ({ kind }: Story): boolean => kind !== "voucher that is never paid"

/** Everything that Stripe says about it, much of it twice. */
const messagesOf = (one: Story, id: string): Record<string, unknown>[] => {
  const { kind, renewals, refunds, dispute, version } = one
  const event = (type: string, object: Record<string, unknown>, before?: Record<string, unknown>) => stripeEvent(type, object, { api_version: version, ...(before && { data: { object, previous_attributes: before } }) })
  const payment = kind === "subscription" ? null : `pi_${id}`
  const session = paidSession({ id: `cs_${id}`, client_reference_id: `lead-${id}`, customer: `cus_${id}`, payment_intent: payment, invoice: kind === "subscription" ? `in_${id}` : null })
  const charge = { id: `ch_${id}`, currency: "eur", payment_intent: `pi_${id}`, amount: TOTAL }
  const invoice = (name: string, reason: string) => ({ id: name, billing_reason: reason, amount_paid: TOTAL, currency: "eur", customer: `cus_${id}`, metadata: {}, customer_email: null, lines: { data: [{ id: "il_1", amount: TOTAL, currency: "eur", quantity: 1 }] } })
  const both = (object: Record<string, unknown>) => [event("invoice.paid", object), event("invoice.payment_succeeded", object)]
  const begun = {
    card: [event("charge.succeeded", charge), event("payment_intent.succeeded", { id: `pi_${id}`, metadata: {}, amount_received: TOTAL, currency: "eur" }), event("checkout.session.completed", session)],
    voucher: [event("checkout.session.completed", { ...session, payment_status: "unpaid" }), event("charge.succeeded", charge), event("checkout.session.async_payment_succeeded", session)],
    "voucher that is never paid": [event("checkout.session.completed", { ...session, payment_status: "unpaid" }), event("checkout.session.async_payment_failed", { ...session, payment_status: "unpaid" })],
    subscription: [
      event("checkout.session.completed", session),
      event("payment_intent.succeeded", { id: `pi_${id}`, metadata: {}, amount_received: TOTAL, currency: "eur", customer: `cus_${id}` }),
      event("invoice_payment.paid", { id: `inpay_${id}`, invoice: `in_${id}`, payment: { type: "payment_intent", payment_intent: `pi_${id}` } }), ...both(invoice(`in_${id}`, "subscription_create")), ...Array.from({ length: renewals }, (_, index) => both(invoice(`in_${id}_${index}`, "subscription_cycle"))).flat(),
    ],
  }[kind]
  if (!isPaid(one)) return begun
  let soFar = 0
  const back = refunds.flatMap(({ share, fails }, index) => {
    const amount = (TOTAL / 100) * share
    const refund = { id: `re_${id}_${index}`, amount, currency: "eur", payment_intent: `pi_${id}`, charge: `ch_${id}`, status: "pending" }
    const cumulative = event("charge.refunded", { ...charge, amount_refunded: soFar + amount, refunds: { data: [{ id: refund.id }] } }, { amount_refunded: soFar })
    soFar += amount
    const failed = { ...refund, status: "failed" }
    return [event("refund.created", refund), cumulative, ...(fails ? [version === NEW_VERSION ? event("refund.failed", failed) : event("charge.refund.updated", failed)] : [event("refund.updated", { ...refund, status: "succeeded" })])]
  })
  const disputed = { id: `du_${id}`, amount: TOTAL / 2, currency: "eur", payment_intent: `pi_${id}`, charge: `ch_${id}` }
  const disputes = { none: [], lost: ["funds_withdrawn"], won: ["funds_withdrawn", "funds_reinstated"] }[dispute]
  return [...begun, ...back, ...disputes.map((what) => event(`charge.dispute.${what}`, disputed))]
}

const expectedOf = (one: Story): { purchases: number; back: number } => ({
  purchases: !isPaid(one) ? 0 : TOTAL * (one.kind === "subscription" ? 1 + one.renewals : 1),
  back: !isPaid(one) ? 0 : one.refunds.reduce((sum, { share, fails }) => sum + (fails ? 0 : (TOTAL / 100) * share), 0) + (one.dispute === "lost" ? TOTAL / 2 : 0),
})

/** Sums by event name of everything that counts, straight from the log. */
const recorded = (data: string, leadId: string): { purchases: number; back: number } => {
  const db = new DatabaseSync(join(data, "tagwright.sqlite"), { readOnly: true })
  const rows = db.prepare("SELECT name, sum(json_extract(amount, '$.minor')) AS minor FROM event WHERE lead_id = ? AND amount IS NOT NULL AND reversed_at IS NULL GROUP BY name").all(leadId)
  db.close()
  const of = (name: string): number => Number(rows.find((row) => row["name"] === name)?.["minor"] ?? 0)
  return { purchases: of("purchase"), back: of("refund") }
}
const allRead = (server: TestServer) =>
  until(
    () => server.get("/ops/api/status"),
    (status) => !JSON.stringify(status).includes('"state":"received"'),
  )

describe("T4 money, whatever the mix and order of Stripe's messages", () => {
  it("one conversion per payment, refunds by what really went back, to the cent", async () => {
    const data = dataFolder()
    const server = await startTestServer({ data })
    let counter = 0
    await fc.assert(
      fc.asyncProperty(story, fc.infiniteStream(fc.nat()), fc.array(fc.nat(), { maxLength: 4 }), async (one, order, repeats) => {
        const id = `run${counter++}`
        await server.post("/collect", batch([{ id: `view-${id}` }], { lead_id: `lead-${id}`, client_id: `${counter}.1` }))
        const messages = messagesOf(one, id)
        const again = repeats.map((index) => messages[index % messages.length]).filter((message) => message !== undefined)
        const keys = [...order.take(messages.length + again.length)]
        const shuffled = [...messages, ...again].map((message, index) => ({ message, key: keys[index] ?? 0 })).toSorted((a, b) => a.key - b.key)
        for (const { message } of shuffled) expect((await sendStripe(server, message)).status).toBe(200)
        await allRead(server)
        expect(recorded(data, `lead-${id}`)).toEqual(expectedOf(one))
      }),
      { numRuns: 25 },
    )
  })

  it("play money never enters production, real money never a test environment", async () => {
    const server = await startTestServer()
    await server.post("/collect", batch([{ id: "view" }]))
    await sendStripe(server, stripeEvent("checkout.session.completed", paidSession(), { livemode: false }))
    await allRead(server)
    expect(await server.get("/ops/api/status")).toMatchObject({ webhooks: [{ source: "stripe", state: "dead", count: 1 }] })
    expect(JSON.stringify(await server.get("/ops/api/events"))).not.toContain("purchase")
  })
})

describe("T4 a provider that tells what has been refunded so far", () => {
  it("Lemon Squeezy: what counts is the difference, once, in any order", async () => {
    const data = dataFolder()
    const lemon = { ...shopInput, webhooks: { lemon: { type: "lemonsqueezy" as const, secret: "LEMON_SECRET" } }, events: { ...shopInput.events, purchase: { ...shopInput.events.purchase, from: { webhook: "lemon", when: "paid" as const } }, refund: { ...shopInput.events.refund, from: { webhook: "lemon", when: "refunded" as const } }, activation: { ...shopInput.events.activation, from: { webhook: "lemon", when: "activated" as const } } } }
    const server = await startTestServer({ data, plan: serverPlan(lemon), secrets: () => "lemon-secret" })
    const send = async (name: string, attributes: object) => {
      const body = JSON.stringify({ meta: { event_name: name, custom_data: { lead_id: "lead-1" }, test_mode: false }, data: { id: "7", attributes: { status: "paid", currency: "EUR", total: 5000, created_at: "2026-11-01T00:00:00Z", updated_at: JSON.stringify(attributes), ...attributes } } })
      const signature = createHmac("sha256", "lemon-secret").update(body).digest("hex")
      expect((await server.post("/webhooks/lemon", body, { "x-signature": signature })).status).toBe(200)
      await allRead(server)
    }
    const refunded = (soFar: number) => send("order_refunded", { refunded_amount: soFar, refunded_at: "2026-11-02T00:00:00Z" })
    await send("order_created", {})
    await refunded(500)
    await refunded(1200)
    await refunded(500)
    expect(recorded(data, "lead-1")).toEqual({ purchases: 5000, back: 1200 })
    // A late message about a smaller sum says nothing new.
    await refunded(900)
    await refunded(5000)
    expect(recorded(data, "lead-1")).toEqual({ purchases: 5000, back: 5000 })
  })
})
