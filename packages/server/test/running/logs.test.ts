import { pino } from "pino"
import { describe, expect, it, onTestFinished } from "vitest"
import { startPeer } from "../helpers/peer.ts"
import { batch, settled, startTestServer, until } from "../helpers/server.ts"
import { paidSession, sendStripe, stripeEvent } from "../helpers/stripe.ts"

/** Whatever could name somebody, in every place it can come in by. */
const SECRETS_OF_ADA = ["ada@buyer.example", "Ada Lovelace", "+49 30 901820", "lead-ada"]

describe("P6 logs", () => {
  it("are structured, and name no person, whatever goes wrong", async () => {
    const lines: string[] = []
    const peer = await startPeer(() => ({ status: 500, body: { echo: SECRETS_OF_ADA } }))
    onTestFinished(peer.close)
    const log = pino({ level: "trace" }, { write: (line: string) => void lines.push(line) })
    const vendors = { ga4: peer.url, meta: peer.url, hubspot: peer.url, mailerlite: peer.url }
    const server = await startTestServer({ log, vendors, retryWaitsMs: [1] })
    const personal = { email: "ada@buyer.example", name: "Ada Lovelace" }
    await server.post("/collect", batch([{ id: "a", name: "lead_submit", params: { form_id: "lead" }, personal }, { id: "b", name: "unheard", params: { phone: "+49 30 901820" } }], { lead_id: "lead-ada" }))
    await server.post("/collect", `{"email":"ada@buyer.example"`)
    await server.post("/webhooks/stripe", { email: "ada@buyer.example" }, { "stripe-signature": "t=1,v1=ada@buyer.example" })
    await sendStripe(server, stripeEvent("checkout.session.completed", paidSession({ client_reference_id: "lead-ada", customer_details: { email: "ada@buyer.example", name: "Ada Lovelace" } })))
    await fetch(`${server.url}/webhooks/ada@buyer.example`, { method: "POST", body: "x" })
    await until(() => peer.requests.length, (count) => count > 0)
    await settled(server, 1)
    await server.ops("/ops/api/leads/lead-ada/erase", {})
    await server.close()
    expect(lines.length).toBeGreaterThan(2)
    for (const line of lines) expect(JSON.parse(line)).toMatchObject({ level: expect.any(Number), time: expect.any(Number), msg: expect.any(String) })
    for (const secret of SECRETS_OF_ADA) expect(lines.filter((line) => line.includes(secret)), secret).toEqual([])
  })
})
