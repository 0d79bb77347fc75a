import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { leadOfLink, signLink } from "../src/identity/signed-link.ts"
import { batch, SECRETS, settled, startTestServer } from "./helpers/server.ts"
import { startWithVendors, writes } from "./helpers/vendors.ts"
import { serverPlan, shopInput } from "./helpers/plan.ts"

const SECRET = "a long key of links"
const DAY = 86_400_000

describe("T3 signed links in mails", () => {
  it("give back the lead_id until their end, and nothing after it or with another key", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[\w.:-]{1,100}$/), fc.integer({ min: 1, max: 1e12 }), (leadId, now) => {
        const token = signLink(SECRET, leadId, now + DAY)
        expect(leadOfLink(SECRET, token, now)).toBe(leadId)
        expect(leadOfLink(SECRET, token, now + DAY + 1)).toBeUndefined()
        expect(leadOfLink("another", token, now)).toBeUndefined()
      }),
    )
  })

  it("are void when a single character changes, and never throw", () => {
    const token = signLink(SECRET, "lead-one", DAY)
    fc.assert(
      fc.property(fc.nat(token.length - 2), fc.constantFrom(..."abcXYZ019-_."), (at, sign) => {
        const changed = token.slice(0, at) + sign + token.slice(at + 1)
        if (changed !== token) expect(leadOfLink(SECRET, changed, 0)).toBeUndefined()
      }),
    )
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => void expect(leadOfLink(SECRET, text, 0)).toBeUndefined()))
  })

  it("join the person the mail went to with whoever follows the link", async () => {
    const plan = serverPlan({ ...shopInput, identity: { links: "LINK_KEY" } })
    const server = await startTestServer({ plan, secrets: (name) => (name === "LINK_KEY" ? SECRET : undefined) })
    await server.post("/collect", batch([{ id: "phone" }], { lead_id: "lead-phone", client_id: "1.1" }))
    const link = signLink(SECRET, "lead-phone", Date.now() + DAY)
    await server.post("/collect", batch([{ id: "laptop" }], { lead_id: "lead-laptop", client_id: "2.1", link }))
    await server.post("/collect", batch([{ id: "thief" }], { lead_id: "lead-thief", client_id: "3.1", link: `${link.slice(0, -2)}xx` }))
    expect(await server.get("/ops/api/leads/lead-laptop")).toMatchObject({ names: ["client:1.1", "client:2.1", "lead:lead-laptop", "lead:lead-phone"] })
    expect(await server.get("/ops/api/leads/lead-thief")).toMatchObject({ names: ["client:3.1", "lead:lead-thief"] })
  })

  it("reach the mail tool as a field of the contact, the same at every delivery, and bring back whom the mail went to", async () => {
    const { letter, crm, ...others } = shopInput.destinations
    const fields = { link_token: "tagwright_link" }
    const plan = serverPlan({ ...shopInput, identity: { links: "LINK_KEY" }, destinations: { ...others, letter: { ...letter, fields }, crm: { ...crm, fields } } })
    const { standIns, start } = await startWithVendors({ plan, secrets: (name) => (name === "LINK_KEY" ? SECRET : SECRETS[name]) })
    const server = await start()
    await server.post("/collect", batch([{ id: "lead", name: "lead_submit", params: { form_id: "lead" }, personal: { email: "ada@buyer.example" } }], { lead_id: "lead-phone" }))
    await settled(server, 2)
    const tokens = (["hubspot", "mailerlite"] as const).map((vendor) => /"tagwright_link":"([^"]+)"/.exec(JSON.stringify(writes(standIns, vendor)))?.[1])
    expect(leadOfLink(SECRET, tokens[0] ?? "", Date.now() + 360 * DAY)).toBe("lead-phone")
    expect(tokens[1]).toBe(tokens[0])
    await server.post("/collect", batch([{ id: "laptop" }], { lead_id: "lead-laptop", client_id: "2.1", link: tokens[0] }))
    expect(await server.get("/ops/api/leads/lead-laptop")).toMatchObject({ names: expect.arrayContaining(["lead:lead-laptop", "lead:lead-phone"]) })
  })
})
