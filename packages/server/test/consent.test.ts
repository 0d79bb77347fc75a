import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { routed, stillPermitted } from "../src/plan/consent.ts"
import { batch, deliveriesOf, startTestServer, until } from "./helpers/server.ts"
import { startWithVendors } from "./helpers/vendors.ts"

const choice = fc.option(fc.record({ marketing: fc.boolean(), analytics: fc.boolean() }), { nil: undefined })
const route = fc.record({ destination: fc.constant("ads"), category: fc.constantFrom("marketing", "analytics"), always: fc.boolean() })

describe("P3 consent is asked at every attempt", () => {
  it("nothing goes that the event's own choice or the one in force denies; what needs none always goes", () =>
    fc.assert(
      fc.property(route, choice, choice, (way, atEvent, inForce) => {
        const { granted } = stillPermitted(way, atEvent, inForce)
        const denied = [atEvent, inForce].some((one) => one !== undefined && one[way.category === "marketing" ? "marketing" : "analytics"] !== true)
        const nobodyKnows = atEvent === undefined && inForce === undefined
        expect(granted).toBe(way.always || (!denied && !nobodyKnows))
      }),
    ))
  it("what is not permitted at the start is kept with its reason, and is not due", () =>
    fc.assert(
      fc.property(fc.array(route, { maxLength: 4 }), choice, (ways, atEvent) => {
        for (const [index, one] of routed(ways, atEvent, 7).entries()) {
          const granted = stillPermitted(ways[index] ?? { destination: "", category: "", always: false }, atEvent, undefined).granted
          expect(one.state).toBe(granted ? "pending" : "withheld")
          expect(one.reason === undefined).toBe(granted)
        }
      }),
    ))

  it("a withdrawal between two attempts stops the delivery, while the contact that was asked for goes on", async () => {
    const { standIns, start } = await startWithVendors()
    standIns.control.flap("mailerlite", Array.from({ length: 30 }, () => 503))
    standIns.control.flap("hubspot", [503])
    const server = await start({ retryWaitsMs: [200, 200, 200, 200, 200, 200, 200, 200] })
    const lead = { id: "lead", name: "lead_submit", params: { form_id: "lead" }, personal: { email: "ada@buyer.example", name: "Ada" } }
    await server.post("/collect", batch([lead]))
    await until(() => deliveriesOf(server), (rows) => rows.some((row) => row.destination === "letter" && row.attempts > 0))
    await server.post("/collect", { ...batch([], { consent: { necessary: true, analytics: true, marketing: false } }), sent: Date.now() + 5 })
    const rows = await until(() => deliveriesOf(server), (all) => all.filter((row) => row.destination === "letter" || row.destination === "crm").every((row) => row.state !== "pending"))
    expect(rows.find((row) => row.destination === "letter")).toMatchObject({ state: "withheld", reason: "consent_withdrawn" })
    expect(rows.find((row) => row.destination === "crm")).toMatchObject({ state: "delivered" })
  })

  it("consent that comes only after a purchase does not open the way for it", async () => {
    const server = await startTestServer()
    await server.post("/collect", batch([{ id: "view" }], { consent: { necessary: true, analytics: false, marketing: false } }))
    await server.post("/collect", { ...batch([], {}), sent: Date.now() + 5 })
    expect((await deliveriesOf(server)).every((row) => row.state === "withheld" && row.reason === "consent_denied")).toBe(true)
  })
})
