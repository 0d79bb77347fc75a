import { join } from "node:path"
import { describe, expect, it, onTestFinished } from "vitest"
import { startStandIns } from "@tagwright/stand-ins"
import { backUp, verifyBackup } from "../src/index.ts"
import { serverPlan, shopInput } from "./helpers/plan.ts"
import { batch, dataFolder, SECRETS, settled, startTestServer, until } from "./helpers/server.ts"
import { buy, startWithVendors, writes } from "./helpers/vendors.ts"

describe("K11 K13 reconciliation", () => {
  it("finds payments whose webhooks never came, and counts each once", async () => {
    const { standIns, start } = await startWithVendors({ secrets: (name) => (name === "STRIPE_API_KEY" ? "sk_test_reader" : SECRETS[name]) })
    const { ga4, meta, hubspot, mailerlite, stripe } = standIns.urls
    const server = await start({ vendors: { ga4, meta, hubspot, mailerlite, stripe } })
    await server.post("/collect", batch([{ id: "view" }]))
    await buy(standIns, "card")
    await settled(server, 4)
    standIns.control.holdWebhooks()
    await buy(standIns, "card")
    await standIns.control.refund("partial")
    const report: unknown = await (await server.ops("/ops/api/reconcile/stripe", {})).json()
    expect(report).toMatchObject({ atProvider: 3, recorded: 1, backfilled: [expect.stringMatching(/^cs_/), expect.stringMatching(/^re_/)] })
    // The messages come after all.
    await standIns.control.releaseWebhooks()
    await settled(server, 8)
    const sent = JSON.stringify(writes(standIns, "ga4").map((one) => one.body))
    expect(sent.match(/"name":"purchase"/g)).toHaveLength(2)
    expect(sent.match(/"name":"refund"/g)).toHaveLength(1)
    expect(await (await server.ops("/ops/api/reconcile/stripe", {})).json()).toMatchObject({ atProvider: 3, recorded: 3, backfilled: [] })
  })
})

const HOUR_MS = 3_600_000
const ago = (hours: number): string => new Date(Date.now() - hours * HOUR_MS).toISOString()
const amount = { value: "10.00", currency: "EUR" }
const line = { price_id: "pri_1", quantity: 1, unit_totals: { total: "1000" } }
const paddleSale = (id: string, hours: number) => ({ id, status: "completed", updated_at: ago(hours), created_at: ago(hours), billed_at: ago(hours), currency_code: "EUR", customer_id: "ctm_1", custom_data: { lead_id: "lead-1" }, details: { totals: { grand_total: "1000" }, line_items: [line] } })
const mollieSale = (id: string, hours: number, refunds: object[] = []) => ({ id, status: "paid", mode: "live", createdAt: ago(hours), paidAt: ago(hours), amount, metadata: { lead_id: "lead-1" }, _embedded: { refunds, chargebacks: [] } })
const paypalMove = (id: string, code: string, hours: number, value: string, more: object = {}) => ({ transaction_id: id, transaction_event_code: code, transaction_initiation_date: ago(hours), transaction_status: "S", transaction_amount: { value, currency_code: "EUR" }, custom_field: "lead-1", ...more })
const shopifyOrder = (id: string, refunds = "[]") =>
  `{"id":${id},"updated_at":"${ago(2)}","created_at":"${ago(2)}","financial_status":"paid","total_price":"10.00","currency":"EUR","note_attributes":[{"name":"lead_id","value":"lead-1"}],"line_items":[{"sku":"A","price":"10.00","quantity":1}],"refunds":${refunds}}`

const providers = [
  {
    type: "paddle" as const,
    secrets: { PADDLE_API_KEY: "pdl_live_key" },
    records: { paddle: { transactions: [paddleSale("txn_1", 5), paddleSale("txn_2", 4), paddleSale("txn_3", 3), paddleSale("txn_old", 500)], adjustments: [{ id: "adj_1", status: "approved", action: "refund", transaction_id: "txn_1", created_at: ago(2), updated_at: ago(2), currency_code: "EUR", totals: { total: "400" } }] } },
    back: 400,
  },
  {
    type: "mollie" as const,
    secrets: { SHOP_SECRET: "live_key" },
    records: { mollie: { payments: [mollieSale("tr_aaa3", 3), mollieSale("tr_aaa2", 4), mollieSale("tr_aaa1", 5, [{ id: "re_1", status: "refunded", createdAt: ago(2), amount: { value: "4.00", currency: "EUR" } }]), mollieSale("tr_old1", 500)] } },
    back: 400,
  },
  {
    type: "paypal" as const,
    secrets: { PAYPAL_CLIENT_ID: "id", PAYPAL_CLIENT_SECRET: "secret" },
    records: { paypal: { transactions: [paypalMove("C1", "T0006", 5, "10.00"), paypalMove("C2", "T0006", 4, "10.00"), paypalMove("C3", "T0006", 3, "10.00"), paypalMove("R1", "T1107", 2, "-4.00", { paypal_reference_id: "C1" }), paypalMove("OUT", "T0006", 1, "-7.00"), paypalMove("OUT-BACK", "T1107", 1, "7.00", { paypal_reference_id: "OUT" }), paypalMove("HELD", "T1110", 1, "-10.00", { paypal_reference_id: "C2" }), paypalMove("OLD", "T0006", 500, "10.00")] } },
    back: 400,
  },
  {
    type: "shopify" as const,
    secrets: { SHOPIFY_ADMIN_TOKEN: "shpat_token", SHOPIFY_SHOP: "shop.myshopify.com" },
    records: { shopify: { orders: [shopifyOrder("820982911946154508", `[{"id":920982911946154501,"created_at":"${ago(1)}","transactions":[{"kind":"refund","status":"success","amount":"4.00","currency":"EUR"}]}]`), shopifyOrder("820982911946154509"), shopifyOrder("820982911946154510")] } },
    back: 400,
  },
]

describe.each(providers)("K11 K13 reconciliation with the list of $type", ({ type, secrets, records, back }) => {
  const plan = () => {
    const { purchase, refund, page_view } = shopInput.events
    return serverPlan({ ...shopInput, webhooks: { shop: { type, secret: "SHOP_SECRET" } }, events: { page_view, purchase: { ...purchase, from: { webhook: "shop", when: "paid" } }, refund: { ...refund, from: { webhook: "shop", when: "refunded" } } } })
  }
  it("fills every gap once, to the cent, with every digit of the ids", async () => {
    const standIns = await startStandIns({ links: {}, webhookSecret: "whsec_unused", siteUrl: "https://shop.example", records })
    onTestFinished(standIns.close)
    const known: Record<string, string> = { ...SECRETS, ...secrets }
    const data = dataFolder()
    const server = await startTestServer({ plan: plan(), data, vendors: { [type]: standIns.urls[type] }, secrets: (name) => known[name] })
    await server.post("/collect", batch([{ id: "view" }]))
    const run = async (): Promise<unknown> => (await server.ops("/ops/api/reconcile/shop", {})).json()
    expect(await run()).toMatchObject({ atProvider: 4, recorded: 0, backfilled: { length: 4 } })
    await until(() => run(), (report) => JSON.stringify(report).includes('"recorded":4'))
    expect(await run()).toMatchObject({ atProvider: 4, recorded: 4, backfilled: [] })
    expect(await server.get("/ops/api/attribution?model=last")).toMatchObject({ conversions: 4, credits: [{ currency: "EUR", minor: 3 * 1_000 - back }] })
    expect(standIns.received(type).filter(({ verdict }) => verdict !== "accepted")).toEqual([])
    if (type === "shopify") expect(JSON.stringify(await server.get("/ops/api/events"))).toContain("820982911946154508")
  })
  it("says which secret is missing, and who does not answer", async () => {
    const server = await startTestServer({ plan: plan(), secrets: () => undefined })
    const answer = await server.ops("/ops/api/reconcile/shop", {})
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining(`secret_missing: ${Object.keys(secrets).join(", ")}`)])
    const standIns = await startStandIns({ links: {}, webhookSecret: "whsec_unused", siteUrl: "https://shop.example" })
    onTestFinished(standIns.close)
    const refused = await startTestServer({ plan: plan(), vendors: { [type]: standIns.urls[type] }, secrets: () => ":" })
    const second = await refused.ops("/ops/api/reconcile/shop", {})
    expect([second.status, await second.text()]).toEqual([502, expect.stringMatching(new RegExp(`${type}_answers_40[13]`))])
  })
})

describe("R3 backup", () => {
  it("of a running server is whole, and never overwrites", async () => {
    const data = dataFolder()
    const server = await startTestServer({ data })
    await server.post("/collect", batch([{ id: "a" }, { id: "b" }]))
    const file = join(data, "backup.sqlite")
    expect(await backUp(data, file)).toEqual({ file, events: 2 })
    expect(verifyBackup(file).events).toBe(2)
    await expect(backUp(data, file)).rejects.toThrow("exists already")
  })
})
