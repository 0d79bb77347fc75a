import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { leadOfLink, signLink } from "../src/identity/signed-link.ts"
import { batch, startTestServer } from "./helpers/server.ts"
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

})
