import { DatabaseSync } from "node:sqlite"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { startPeer } from "./helpers/peer.ts"
import { serverPlan, shopInput, shopPlan } from "./helpers/plan.ts"
import { batch, dataFolder, deliveriesOf, SECRETS, settled, startTestServer, until } from "./helpers/server.ts"
import { paidSession, sendStripe, stripeEvent } from "./helpers/stripe.ts"
import { startWithVendors } from "./helpers/vendors.ts"

const lead = { name: "lead_submit", params: { form_id: "lead" }, personal: { email: "ada@buyer.example", name: "Ada Buyer" } }

describe("P4 the person's rights", () => {
  it("export holds everything under all names of the person, personal values included", async () => {
    const server = await startTestServer()
    await server.post("/collect", batch([{ ...lead, id: "phone" }], { lead_id: "lead-phone", client_id: "1.1" }))
    await server.post("/collect", batch([{ ...lead, id: "laptop" }, { id: "view" }], { lead_id: "lead-laptop", client_id: "2.2" }))
    const exported = await server.get("/ops/api/leads/lead-phone/export")
    expect(exported).toMatchObject({ names: ["client:1.1", "client:2.2", expect.stringMatching(/^email:/), "lead:lead-laptop", "lead:lead-phone"], events: expect.arrayContaining([expect.objectContaining({ id: "view" })]) })
    expect(JSON.stringify(exported)).toContain("ada@buyer.example")
    // What operators see has no such value.
    expect(JSON.stringify(await server.get("/ops/api/leads/lead-phone"))).not.toContain("ada@")
  })

  it("erasure makes the values unreadable, also in a backup made before, and tells every recipient", async () => {
    const data = dataFolder()
    const { production, ...environments } = shopInput.site.environments
    const plan = serverPlan({
      ...shopInput,
      site: { ...shopInput.site, environments: { ...environments, production: { ...production, ga4Property: "123456789" } } },
      destinations: { ...shopInput.destinations, ga4: { ...shopInput.destinations.ga4, erase: { secret: "GA4_EDITOR" } } },
    })
    const { standIns, start } = await startWithVendors({ data, plan })
    const server = await start({ secrets: (name) => (name === "GA4_EDITOR" ? standIns.secrets.google("ga4") : SECRETS[name]) })
    await server.post("/collect", batch([{ ...lead, id: "one" }]))
    await settled(server, 2)
    const backup = readFileSync(join(data, "tagwright.sqlite"))
    const answer: unknown = await (await server.ops("/ops/api/leads/lead-1/erase", {})).json()
    expect(answer).toMatchObject({ leads: 1, events: 1, told: ["crm", "ga4", "letter"] })
    const rows = await until(
      () => deliveriesOf(server),
      (all) => all.filter((row) => row.event === "$erasure").length === 3 && all.every((row) => row.state !== "pending"),
    )
    expect(rows.filter((row) => row.event === "$erasure").map((row) => [row.destination, row.state])).toEqual([
      ["crm", "delivered"],
      ["ga4", "delivered"],
      ["letter", "delivered"],
    ])
    // The browser told GA4, not we: it is known there by its client id all the same.
    expect(standIns.received("ga4").filter(({ path }) => path.endsWith(":submitUserDeletion")).map(({ body }) => body)).toContainEqual({ clientId: "111.222" })
    expect(standIns.received("hubspot").some((one) => one.path.endsWith("/gdpr-delete"))).toBe(true)
    expect(standIns.received("mailerlite").some((one) => one.path.endsWith("/forget"))).toBe(true)
    expect((await server.get("/ops/api/leads/lead-1/export"))).toMatchObject({ people: [], events: [] })
    expect(backup.toString("latin1")).not.toContain("ada@buyer")
    const keys = new DatabaseSync(join(data, "vault.sqlite"), { readOnly: true }).prepare("SELECT count(*) AS count FROM vault WHERE subject = 'lead-1'").get()
    expect(keys?.["count"]).toBe(0)
  })

  it("Art. 7: the consent log proves what was asked, how, where and when, and withdrawals stand in it", async () => {
    const server = await startTestServer()
    await server.post("/collect", batch([{ id: "yes" }]))
    const later = { ...batch([{ id: "no" }], { consent: { necessary: true, analytics: false, marketing: false } }), sent: Date.now() + 10 }
    await server.post("/collect", later)
    await server.post("/collect", { ...batch([{ id: "gpc" }], { lead_id: "lead-2", client_id: "2.2" }) }, { "sec-gpc": "1" })
    const proof = { receivedAt: expect.any(Number), planDigest: shopPlan().planDigest, page: "https://shop.example/" }
    expect(await server.get("/ops/api/leads/lead-1/export")).toMatchObject({
      consent: [
        { choice: { marketing: true }, proof: { ...proof, mechanism: "choice" } },
        { choice: { marketing: false, analytics: false }, proof: { ...proof, mechanism: "choice" } },
      ],
    })
    expect(await server.get("/ops/api/leads/lead-2/export")).toMatchObject({ consent: [{ choice: { analytics: true, marketing: false }, proof: { ...proof, mechanism: "global_privacy_control" } }] })
  })

  it("somebody's address in a product's name is taken out at the door; ids stay whole", async () => {
    const server = await startTestServer({ plan: serverPlan({ ...shopInput, events: { ...shopInput.events, page_view: { ...shopInput.events.page_view, optional: ["items"] } } }) })
    await server.post("/collect", batch([{ id: "cart", params: { items: [{ item_id: "4111111111111111", item_name: "Gift for ada@buyer.example" }] } }]))
    const stored = JSON.stringify(await server.get("/ops/api/events"))
    expect(stored).not.toContain("ada@buyer")
    expect(stored).toContain('"item_id":"4111111111111111"')
  })

  it("erasure reaches the new recipients: each is told every name it knows the person by", async () => {
    const receiver = await startPeer(() => ({ status: 204 }))
    const hook = { type: "webhook", consent: "necessary", url: `${receiver.url}/hook`, secret: "HOOK_SECRET" } as const
    const rest = { type: "rest", consent: "necessary", url: `${receiver.url}/contacts/{lead_id}`, method: "PUT", fields: { email: "email" }, erase: { url: `${receiver.url}/contacts/{lead_id}` } } as const
    const { purchase: _purchase, refund: _refund, activation: _activation, ...events } = shopInput.events
    const plan = serverPlan({ ...shopInput, destinations: { ...shopInput.destinations, hook, rest }, parameters: { ...shopInput.parameters, email: { ...shopInput.parameters.email, only: ["hook", "rest"] } }, events: { ...events, lead_submit: { ...events.lead_submit, to: ["hook", "rest"] } } })
    const server = await startTestServer({ plan })
    await server.post("/collect", batch([{ ...lead, id: "one" }]))
    await settled(server, 2)
    expect(await (await server.ops("/ops/api/leads/lead-1/erase", {})).json()).toMatchObject({ told: ["ga4", "hook", "rest"] })
    const rows = await settled(server, 5)
    expect(rows.find(({ event, destination }) => event === "$erasure" && destination === "ga4"), "nobody gave the server the right to tell GA4").toMatchObject({ state: "dead", reason: "erase_by_hand_in_ga4" })
    const letter = rows.find(({ reason }) => reason === "erase_by_hand_in_ga4")?.id ?? 0
    expect(await server.get(`/ops/api/deliveries/${letter}/erased`), "whoever does it by hand is told whom").toEqual({ destination: "ga4", emails: ["ada@buyer.example"], leadIds: ["lead-1"], clientIds: ["111.222"] })
    expect(await server.get("/ops/api/deliveries/1/erased")).toEqual({ error: "no_open_errand" })
    expect(receiver.requests.map(({ method, url }) => `${method} ${url}`).toSorted()).toEqual(["DELETE /contacts/lead-1", "POST /hook", "POST /hook", "PUT /contacts/lead-1"])
    expect(receiver.requests.map(({ body }) => body)).toContainEqual({ type: "person.erased", timestamp: expect.any(String), data: { lead_ids: ["lead-1"], emails: ["ada@buyer.example"] } })
    await receiver.close()
  })

  it("who was erased comes back into no marketing tool with a later form or purchase, and does with a new choice", async () => {
    const { standIns, start } = await startWithVendors()
    const server = await start()
    const colleague = { lead_id: "lead-2", client_id: "2.2" }
    await server.post("/collect", batch([{ id: "earlier" }], colleague))
    await server.post("/collect", batch([{ ...lead, id: "one" }]))
    await settled(server, 2)
    await server.ops("/ops/api/leads/lead-1/erase", {})
    await settled(server, 5)
    await server.post("/collect", batch([{ ...lead, id: "form" }], colleague))
    expect((await sendStripe(server, stripeEvent("checkout.session.completed", paidSession({ client_reference_id: "lead-2" })))).status).toBe(200)
    const rows = (await settled(server, 10)).filter(({ event }) => event !== "$erasure").slice(2)
    expect(rows.map(({ event, destination, state, reason }) => [event, destination, state, reason ?? ""]).toSorted()).toEqual([
      ["lead_submit", "crm", "delivered", ""],
      ["lead_submit", "letter", "withheld", "suppressed_after_erasure"],
      ["purchase", "crm", "delivered", ""],
      ["purchase", "ga4", "delivered", ""],
      ["purchase", "pixel", "withheld", "suppressed_after_erasure"],
    ])
    expect(standIns.received("meta")).toEqual([])
    expect(await server.get("/ops/api/leads/lead-2")).toMatchObject({ erased: { at: expect.any(Number), withheldFrom: ["pixel", "letter"] } })
    await server.post("/collect", batch([{ ...lead, id: "again" }], { lead_id: "lead-3", client_id: "3.3" }))
    expect((await settled(server, 12)).slice(-2).map(({ destination, state }) => [destination, state])).toEqual([["crm", "delivered"], ["letter", "delivered"]])
    expect(await server.get("/ops/api/leads/lead-3")).toMatchObject({ erased: { at: expect.any(Number), withheldFrom: [] } })
  })

  it("erasure stops what is queued", async () => {
    const { standIns, start } = await startWithVendors()
    standIns.control.flap("hubspot", Array.from({ length: 9 }, () => 503))
    const server = await start()
    await server.post("/collect", batch([{ ...lead, id: "one" }], { consent: { necessary: true } }))
    await until(
      () => deliveriesOf(server),
      (rows) => rows.some((row) => row.destination === "crm" && row.attempts === 1 && row.reason === "http_503"),
    )
    await server.ops("/ops/api/leads/lead-1/erase", {})
    expect((await deliveriesOf(server)).find((row) => row.event === "lead_submit" && row.destination === "crm")).toMatchObject({ state: "withheld", reason: "erased" })
  })

  it("R8 what the plan no longer keeps goes by itself", async () => {
    const data = dataFolder()
    const DAY_MS = 86_400_000
    let now = Date.now()
    const clock = { now: () => now, after: () => () => undefined }
    const server = await startTestServer({ data, clock })
    await server.post("/collect", batch([{ id: "old" }]))
    await server.close()
    now += 426 * DAY_MS
    const later = await startTestServer({ data, clock })
    await until(
      () => later.get("/ops/api/events"),
      (value) => JSON.stringify(value).includes('"events":[]'),
    )
  })
})
