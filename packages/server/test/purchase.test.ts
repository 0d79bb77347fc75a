import { describe, expect, it, onTestFinished } from "vitest"
import { startPeer } from "./helpers/peer.ts"
import { batch, settled, startTestServer } from "./helpers/server.ts"
import { paidSession, sendStripe, stripeEvent } from "./helpers/stripe.ts"

const vendor = async () => {
  const peer = await startPeer(({ url }) => ({ status: url.startsWith("/crm") ? 200 : 200, body: { results: [], status: "COMPLETE" } }))
  onTestFinished(peer.close)
  return peer
}

describe("T4 a purchase goes everywhere it may, once, with the ids of the browser", () => {
  it("joins Stripe's message to the browser's ids, consent and campaign", async () => {
    const peer = await vendor()
    const server = await startTestServer({ vendors: { ga4: peer.url, meta: peer.url, hubspot: peer.url, mailerlite: peer.url } })
    await server.post("/collect", batch([{ id: "view" }], { last_touch: { at: 1, landing: "/", params: { utm_source: "podcast" } } }))
    const answer = await sendStripe(server, stripeEvent("checkout.session.completed", paidSession()))
    expect(answer.status).toBe(200)

    const rows = await settled(server, 3)
    expect(rows.map((row) => [row.event, row.destination, row.state, row.reason])).toEqual([
      ["purchase", "ga4", "delivered", undefined],
      ["purchase", "pixel", "delivered", undefined],
      ["purchase", "crm", "delivered", undefined],
    ])
    const ga4 = peer.requests.find((request) => request.url.startsWith("/mp/collect"))
    expect(ga4?.url).toBe("/mp/collect?measurement_id=G-SHOP00001&api_secret=ga4-secret")
    expect(ga4?.body).toMatchObject({
      client_id: "111.222",
      consent: { ad_user_data: "GRANTED", ad_personalization: "GRANTED" },
      events: [
        {
          name: "purchase",
          params: { session_id: "1700000000", lead_id: "lead-1", transaction_id: "pi_1", value: 240, currency: "EUR", items: [{ item_id: "intensive", price: 240, quantity: 1 }], last_utm_source: "podcast" },
        },
      ],
    })
    expect(JSON.stringify(ga4?.body)).not.toContain("ada@buyer.example")
  })
})
