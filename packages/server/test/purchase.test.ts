import { describe, expect, it } from "vitest"
import { batch, deliveriesOf, settled, TOKEN, until } from "./helpers/server.ts"
import { buy, startWithVendors, writes } from "./helpers/vendors.ts"

const touch = { at: 1_700_000_000_000, landing: "https://shop.example/?utm_source=podcast", params: { utm_source: "podcast", fbclid: "click" } }

describe("T4 a purchase goes everywhere it may, once, with the ids of the browser", () => {
  it("joins Stripe's messages to the browser's ids, consent and campaign, and every vendor's rules are kept", async () => {
    const { standIns, start } = await startWithVendors()
    const server = await start()
    await server.post("/collect", batch([{ id: "view" }], { last_touch: touch }))
    await buy(standIns, "card")

    const rows = await settled(server, 4)
    expect(rows.map(({ event, destination, state }) => `${event} ${destination} ${state}`).sort()).toEqual([
      "activation ga4 delivered",
      "purchase crm delivered",
      "purchase ga4 delivered",
      "purchase pixel delivered",
    ])
    const received = standIns.received().filter((one) => one.vendor !== "pay")
    expect(received.filter((one) => one.verdict !== "accepted")).toEqual([])
    const payment = expect.stringMatching(/^pi_/)
    expect(writes(standIns, "ga4").map((one) => one.body)).toContainEqual({
      client_id: "111.222",
      timestamp_micros: expect.any(Number),
      consent: { ad_user_data: "GRANTED", ad_personalization: "GRANTED" },
      events: [
        {
          name: "purchase",
          params: {
            session_id: "1700000000",
            engagement_time_msec: 1,
            event_id: expect.any(String),
            lead_id: "lead-1",
            transaction_id: payment,
            value: 240,
            currency: "EUR",
            items: [{ item_id: "intensive", item_name: "The Intensive", price: 240, quantity: 1 }],
            last_utm_source: "podcast",
            last_fbclid: "click",
          },
        },
      ],
    })
    expect(writes(standIns, "meta")[0]?.body).toMatchObject({
      data: [{ event_name: "Purchase", user_data: { fbc: "fb.1.1700000000000.click" }, custom_data: { value: 240, currency: "EUR", order_id: payment, lead_id: "lead-1" } }],
    })
    expect(writes(standIns, "hubspot")[0]?.body).toMatchObject({ inputs: [{ id: "test.person@example.org", properties: { tagwright_event: "purchase", lead_id: "lead-1" } }] })
    expect(JSON.stringify(writes(standIns, "ga4"))).not.toContain("test.person")
  })

  it("a voucher counts when its money arrives, not before", async () => {
    const { standIns, start } = await startWithVendors()
    const server = await start()
    await server.post("/collect", batch([{ id: "view" }]))
    await buy(standIns, "voucher")
    expect(await deliveriesOf(server)).toEqual([])
    await standIns.control.settleVoucher()
    await settled(server, 4)
    expect(writes(standIns, "ga4").filter((one) => JSON.stringify(one.body).includes('"purchase"'))).toHaveLength(1)
  })

  it("repeats, lost answers and reversed order change nothing", async () => {
    const { standIns, start } = await startWithVendors()
    const server = await start()
    await server.post("/collect", batch([{ id: "view" }]))
    standIns.control.holdWebhooks()
    await buy(standIns, "card")
    await standIns.control.refund("partial")
    await standIns.control.releaseWebhooks("reversed")
    for (const { eventId } of standIns.webhooks()) expect(await standIns.control.resend(eventId)).toBe(200)
    const rows = await settled(server, 5)
    expect(rows.map(({ event, destination }) => `${event} ${destination}`).sort()).toEqual(["activation ga4", "purchase crm", "purchase ga4", "purchase pixel", "refund ga4"])
    const refund = writes(standIns, "ga4").find((one) => JSON.stringify(one.body).includes('"refund"'))
    expect(refund?.body).toMatchObject({ client_id: "111.222", events: [{ params: { value: 120, currency: "EUR", lead_id: "lead-1", transaction_id: expect.stringMatching(/^pi_/) } }] })
  })

  it("two partial refunds are two refunds, each with its own amount", async () => {
    const { standIns, start } = await startWithVendors()
    const server = await start()
    await server.post("/collect", batch([{ id: "view" }]))
    await buy(standIns, "card")
    await standIns.control.refund(5_000)
    await standIns.control.refund(7_050)
    await settled(server, 6)
    const values = writes(standIns, "ga4").flatMap((one) => /"refund","params":.*?"value":([\d.]+)/.exec(JSON.stringify(one.body))?.[1] ?? [])
    expect(values.sort()).toEqual(["50", "70.5"])
  })

  it("K3 K12 the money is credited to the campaign, and a refund takes its part back", async () => {
    const { standIns, start } = await startWithVendors()
    const server = await start()
    await server.post("/collect", batch([{ id: "view" }], { first_touch: { ...touch, params: { utm_source: "podcast", utm_medium: "audio" } } }))
    await server.post("/collect", batch([{ id: "again" }], { last_touch: { at: Date.now() - 1_000, landing: "/", params: { utm_source: "letter", utm_medium: "email" } } }))
    await buy(standIns, "card")
    await standIns.control.refund("partial")
    await settled(server, 5)
    expect(await server.get("/ops/api/attribution?model=last")).toMatchObject({ conversions: 2, attributed: 2, credits: [{ currency: "EUR", channel: "Email", minor: 12_000 }] })
  })

  it("K12 learned models share out the same money, and a payment that failed is none", async () => {
    const { standIns, start } = await startWithVendors()
    const server = await start()
    const visit = (source: string, medium: string, daysAgo: number) => ({ at: Date.now() - daysAgo * 86_400_000, landing: "/", params: { utm_source: source, utm_medium: medium } })
    await server.post("/collect", batch([], { first_touch: visit("podcast", "audio", 9), last_touch: visit("letter", "email", 5) }))
    await server.post("/collect", batch([], { lead_id: "lead-2", client_id: "9.9", last_touch: visit("podcast", "audio", 4) }))
    await buy(standIns, "card")
    await buy(standIns, "voucher")
    await standIns.control.failVoucher()
    await standIns.control.refund("partial")
    await settled(server, 5)
    for (const model of ["markov", "shapley", "linear"]) {
      const report = JSON.stringify(await server.get(`/ops/api/attribution?model=${model}`))
      const minors = [...report.matchAll(/"minor":(-?\d+)/g)].map(([, minor]) => Number(minor))
      expect(minors.reduce((sum, minor) => sum + minor, 0), `${model} ${report}`).toBe(12_000)
      expect(report).toContain("Audio")
    }
    expect((await fetch(`${server.url}/ops/api/attribution?sessions=odd`, { headers: { authorization: `Bearer ${TOKEN}` } })).status).toBe(400)
  })

  it("without consent nothing goes to analytics or marketing; the CRM still gets the order", async () => {
    const { standIns, start } = await startWithVendors()
    const server = await start()
    await server.post("/collect", batch([{ id: "view" }], { consent: { necessary: true, analytics: false, marketing: false } }))
    await buy(standIns, "card")
    const rows = await settled(server, 4)
    expect(rows.filter((row) => row.destination !== "crm").every((row) => row.state === "withheld" && row.reason === "consent_denied")).toBe(true)
    expect(rows.find((row) => row.destination === "crm")?.state).toBe("delivered")
    expect(standIns.received("ga4")).toEqual([])
    expect(standIns.received("meta")).toEqual([])
  })

  it("P5 in the test environment the purchase goes to the test property and carries test_mode", async () => {
    const { standIns, start } = await startWithVendors({ environment: "staging" })
    const server = await start()
    await server.post("/collect", batch([{ id: "view" }], { test_mode: true }))
    await buy(standIns, "card")
    await settled(server, 4)
    expect(writes(standIns, "ga4").every((one) => one.path.includes("measurement_id=G-SHOP00002") && JSON.stringify(one.body).includes('"test_mode":"true"'))).toBe(true)
    expect(JSON.stringify(writes(standIns, "hubspot"))).toContain('"test_mode":"true"')
  })

  it("a vendor's outage delays a delivery and never loses or doubles it", async () => {
    const { standIns, start } = await startWithVendors()
    const data = await start()
    standIns.control.flap("meta", [503, 503])
    await data.post("/collect", batch([{ id: "view" }]))
    await buy(standIns, "card")
    const waiting = await until(
      () => deliveriesOf(data),
      (rows) => rows.some((row) => row.destination === "pixel" && row.attempts > 0 && row.reason === "http_503"),
    )
    expect(waiting.find((row) => row.destination === "pixel")?.state).toBe("pending")
  })
})
