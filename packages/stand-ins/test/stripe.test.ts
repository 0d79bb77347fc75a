import { Stripe } from "stripe"
import { describe, expect, test } from "vitest"
import type { StandIns } from "../src/index.ts"
import { endpointForTest, standInsForTest, webhookSecret, type Got } from "./support/stand-ins.ts"

const sdk = ({ urls }: StandIns) => new Stripe("sk_test_123", { host: "127.0.0.1", port: Number(new URL(urls.stripe).port), protocol: "http", maxNetworkRetries: 0 })
const buy = ({ urls }: StandIns, method: string, reference = "lead-1") =>
  fetch(`${urls.pay}/test_studio_intensive?client_reference_id=${reference}`, { method: "POST", body: new URLSearchParams({ method }), redirect: "manual" })
const event = ({ body, signature }: Got = { body: "", signature: "" }) => new Stripe("sk_test_123").webhooks.constructEvent(body, signature, webhookSecret)
const types = (got: Got[]) => got.map((one) => event(one).type)

describe("Stripe stand-in", () => {
  test("the payment page names the price and offers a card and a voucher", async () => {
    const { urls } = await standInsForTest()
    const page = await (await fetch(`${urls.pay}/test_studio_intensive?client_reference_id=lead-1`)).text()
    expect(page).toContain("€240.00")
    expect(page).toContain('data-pay="card"')
    expect(page).toContain('data-pay="voucher"')
    expect(page).toContain('value="lead-1"')
    expect((await fetch(`${urls.pay}/another_link`)).status).toBe(404)
  })

  test("a card pays at once: signed events that the SDK accepts, then back to the site", async () => {
    const { url, got } = await endpointForTest()
    const answer = await buy(await standInsForTest({ webhookUrl: url }), "card")
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "https://staging.northlight.example/thank-you/"])
    expect(types(got)).toEqual(["charge.succeeded", "payment_intent.succeeded", "checkout.session.completed", "entitlements.active_entitlement_summary.updated"])
    expect(got.map(event).find(({ type }) => type === "checkout.session.completed")?.data.object).toMatchObject({
      object: "checkout.session",
      payment_status: "paid",
      amount_total: 24000,
      currency: "eur",
      client_reference_id: "lead-1",
      metadata: { item_id: "intensive" },
    })
  })

  test("a voucher completes unpaid and pays when it is settled, once", async () => {
    const { url, got } = await endpointForTest()
    const standIns = await standInsForTest({ webhookUrl: url })
    await buy(standIns, "voucher")
    expect(types(got)).toEqual(["checkout.session.completed"])
    expect(event(got[0]).data.object).toMatchObject({ payment_status: "unpaid", status: "complete" })
    await standIns.control.settleVoucher()
    expect(types(got).slice(1)).toEqual(["charge.succeeded", "payment_intent.succeeded", "checkout.session.async_payment_succeeded", "entitlements.active_entitlement_summary.updated"])
    await expect(standIns.control.settleVoucher()).rejects.toThrow("no voucher waiting")
  })

  test("when several people pay at once, each is settled and refunded by their lead_id", async () => {
    const { url, got } = await endpointForTest()
    const standIns = await standInsForTest({ webhookUrl: url })
    for (const lead of ["lead-a", "lead-b"]) await buy(standIns, "voucher", lead)
    got.length = 0
    await standIns.control.settleVoucher("lead-a")
    expect(got.some(({ body }) => body.includes('"client_reference_id": "lead-a"'))).toBe(true)
    await expect(standIns.control.settleVoucher("lead-a")).rejects.toThrow("no voucher waiting")
    await expect(standIns.control.refund("full", "lead-b")).rejects.toThrow("no payment to give back")
    await standIns.control.refund("full", "lead-a")
  })

  test("a voucher may fall through", async () => {
    const { url, got } = await endpointForTest()
    const standIns = await standInsForTest({ webhookUrl: url })
    await buy(standIns, "voucher")
    await standIns.control.failVoucher()
    expect(types(got).at(-1)).toBe("checkout.session.async_payment_failed")
    await expect(standIns.control.refund("full")).rejects.toThrow("no payment to give back")
  })

  test("refunds: each carries itself, the charge carries the sum, and no more goes back than was paid", async () => {
    const { url, got } = await endpointForTest()
    const standIns = await standInsForTest({ webhookUrl: url })
    await buy(standIns, "card")
    got.length = 0
    await standIns.control.refund("partial")
    await standIns.control.refund("full")
    expect(got.map((one) => event(one).data.object)).toMatchObject([{ amount: 12000 }, { amount_refunded: 12000, refunded: false }, { amount: 12000 }, { amount_refunded: 24000, refunded: true }])
    await expect(standIns.control.refund(1)).rejects.toThrow("no payment to give back")
  })

  test("tries again while the answer is no 2xx, with the same event", async () => {
    const { url, got } = await endpointForTest([500, 503])
    const standIns = await standInsForTest({ webhookUrl: url })
    await buy(standIns, "voucher")
    await standIns.control.webhooksIdle()
    expect(standIns.webhooks().map(({ attempt, status }) => [attempt, status])).toEqual([[1, 500], [2, 503], [3, 200]])
    expect(new Set(got.map((one) => event(one).id)).size).toBe(1)
  })

  test("gives up after the last retry, and says so with status 0 where nobody listens", async () => {
    const standIns = await standInsForTest({ webhookUrl: "http://127.0.0.1:1/" })
    await buy(standIns, "voucher")
    await standIns.control.webhooksIdle()
    expect(standIns.webhooks().map(({ status }) => status)).toEqual([0, 0, 0, 0])
  })

  test("can send twice, in reversed order, and with a forged signature", async () => {
    const { url, got } = await endpointForTest()
    const standIns = await standInsForTest({ webhookUrl: url })
    standIns.control.holdWebhooks()
    await buy(standIns, "card")
    expect(got).toEqual([])
    await standIns.control.releaseWebhooks("reversed")
    expect(types(got)[0]).toBe("entitlements.active_entitlement_summary.updated")
    await standIns.control.resend(event(got[1]).id)
    expect(got[4]?.body).toBe(got[1]?.body)
    await standIns.control.forge()
    expect(() => event(got[5])).toThrow("signature")
  })

  test("drops a client_reference_id that Stripe would drop, and the ledger says so", async () => {
    const { url, got } = await endpointForTest()
    const standIns = await standInsForTest({ webhookUrl: url })
    await buy(standIns, "voucher", encodeURIComponent("lead 1 @ home"))
    expect(event(got[0]).data.object).toMatchObject({ client_reference_id: null })
    expect(standIns.received("pay")[0]).toMatchObject({ verdict: "rejected", problems: [{ code: "client_reference_id" }] })
  })

  test("the SDK reads everything back, page by page", async () => {
    const standIns = await standInsForTest()
    const stripe = sdk(standIns)
    for (let i = 0; i < 5; i++) await buy(standIns, "card", `lead-${i}`)
    await standIns.control.refund("full")
    const sessions = await stripe.checkout.sessions.list({ limit: 2 }).autoPagingToArray({ limit: 100 })
    expect(sessions.map((session) => session.client_reference_id)).toEqual(["lead-4", "lead-3", "lead-2", "lead-1", "lead-0"])
    const [refund] = (await stripe.refunds.list({ payment_intent: String(sessions[0]?.payment_intent) })).data
    expect(refund).toMatchObject({ object: "refund", amount: 24000 })
    expect((await stripe.charges.list({ created: { gt: Math.floor(Date.now() / 1000) + 60 } })).data).toEqual([])
    expect((await stripe.checkout.sessions.listLineItems(sessions[0]?.id ?? "")).data[0]).toMatchObject({ description: "The Intensive", quantity: 1 })
    expect((await stripe.events.list({ type: "charge.refunded" })).data).toHaveLength(1)
  })

  test("the SDK gets Stripe's errors", async () => {
    const standIns = await standInsForTest()
    await expect(sdk(standIns).paymentIntents.retrieve("pi_nobody")).rejects.toMatchObject({ statusCode: 404, code: "resource_missing" })
    await expect(sdk(standIns).charges.list({ limit: 101 })).rejects.toMatchObject({ statusCode: 400 })
    expect((await fetch(`${standIns.urls.stripe}/v1/charges`)).status).toBe(401)
  })
})
