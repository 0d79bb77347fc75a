import { describe, expect, it } from "vitest"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { allGranted, batch, dataFolder, deliveriesOf, settled, startTestServer, until } from "./helpers/server.ts"
import { parseBatch } from "../src/ingest/parse-batch.ts"
import { startWithVendors, writes } from "./helpers/vendors.ts"

const results = async (response: Response): Promise<unknown> => (await response.json()) as unknown

describe("D3.5 what the server takes from browsers", () => {
  it("gives each event its own verdict, and says a repeat is one", async () => {
    const server = await startTestServer()
    const events = [
      { id: "good" },
      { id: "unknown", name: "never_heard" },
      { id: "invented", params: { surprise: "x" } },
      { id: "missing", name: "lead_submit" },
      { id: "wrong", name: "lead_submit", params: { form_id: "other" } },
      { id: "server-only", name: "purchase", params: {} },
      { id: "personal", name: "lead_submit", params: { form_id: "lead", email: "a@b.example" } },
    ]
    expect(await results(await server.post("/collect", batch(events)))).toEqual({
      results: [
        { id: "good", verdict: "accepted" },
        { id: "unknown", verdict: "quarantined", reason: "unknown_event" },
        { id: "invented", verdict: "quarantined", reason: "unknown_parameter" },
        { id: "missing", verdict: "quarantined", reason: "missing:form_id" },
        { id: "wrong", verdict: "quarantined", reason: "not_allowed:form_id" },
        { id: "server-only", verdict: "quarantined", reason: "server_event_from_browser" },
        { id: "personal", verdict: "quarantined", reason: "personal_in_params:email" },
      ],
    })
    expect(await results(await server.post("/collect", batch([{ id: "good" }])))).toEqual({ results: [{ id: "good", verdict: "duplicate" }] })
    expect(await server.get("/ops/api/quarantine")).toMatchObject({ quarantine: [{ id: "unknown" }, { id: "invented" }, { id: "missing" }, { id: "wrong" }, { id: "server-only" }, { id: "personal" }] })
  })

  it("T6 keeps test data out of production, and the reverse", async () => {
    const production = await startTestServer()
    expect(await results(await production.post("/collect", batch([{ id: "a" }], { test_mode: true })))).toEqual({ results: [{ id: "a", verdict: "quarantined", reason: "wrong_environment" }] })
    const staging = await startTestServer({ environment: "staging" })
    expect(await results(await staging.post("/collect", batch([{ id: "a" }])))).toEqual({ results: [{ id: "a", verdict: "quarantined", reason: "wrong_environment" }] })
  })

  it("T6 a data folder belongs to one environment", async () => {
    const data = dataFolder()
    await (await startTestServer({ data })).close()
    await expect(startTestServer({ data, environment: "staging" })).rejects.toThrow('belongs to the environment "production"')
  })

  it("one server per data folder", async () => {
    const data = dataFolder()
    await startTestServer({ data })
    await expect(startTestServer({ data })).rejects.toThrow("another server uses")
  })

  it("takes the page that events share for those that name none", () => {
    const shared = { url: "https://shop.example/shared" }
    const own = { url: "https://shop.example/own" }
    const sent = batch([{ id: "one", page: undefined }, { id: "two", page: own }], { page: shared })
    expect(parseBatch(Buffer.from(JSON.stringify(sent))).events.map(({ event }) => event?.page)).toEqual([shared, own])
  })

  it("refuses a batch whose envelope cannot be read", async () => {
    const server = await startTestServer()
    const refused: [unknown, number][] = [
      ["{", 400],
      [{ v: 2 }, 400],
      [{ v: 1, sent: 1, shared: { consent: {} }, events: [] }, 400],
      [{ v: 1, sent: 1, shared: { lead_id: "l" }, events: [] }, 400],
      ["x".repeat(300_000), 413],
    ]
    for (const [body, status] of refused) expect((await server.post("/collect", body)).status, JSON.stringify(body).slice(0, 80)).toBe(status)
  })

  it("answers exactly the plan's hosts, with credentials, never a wildcard", async () => {
    const server = await startTestServer()
    const from = (origin: string) => server.post("/collect", batch([]), { origin })
    const good = await from("https://shop.example")
    expect([good.status, good.headers.get("access-control-allow-origin"), good.headers.get("access-control-allow-credentials")]).toEqual([200, "https://shop.example", "true"])
    for (const origin of ["https://evil.example", "http://shop.example", "https://shop.example.evil.example", "https://shop.example:8443", "null"]) expect((await from(origin)).status, origin).toBe(403)
  })

  it("T3 prolongs the identity that the page holds, and remembers it where scripts cannot reach", async () => {
    const server = await startTestServer()
    const send = (cookie: string, lead = "lead-1") => server.post("/collect", batch([], { lead_id: lead }), { cookie, origin: "https://shop.example" })
    expect((await send("")).headers.getSetCookie()).toEqual([])
    const cookies = (await send("tw_lead=lead-1")).headers.getSetCookie()
    expect(cookies).toEqual([
      "tw_lead=lead-1; Max-Age=31536000; Path=/; Domain=shop.example; Secure; SameSite=Lax",
      "tw_lead_srv=lead-1; Max-Age=31536000; Path=/; Domain=shop.example; Secure; SameSite=Lax; HttpOnly",
    ])
    // Safari forgot the script's cookie, the kit made a new id: the old one comes back.
    const restored = await send("tw_lead=lead-2; tw_lead_srv=lead-1", "lead-2")
    expect(await results(restored)).toMatchObject({ lead_id: "lead-1" })
    expect(restored.headers.getSetCookie()[0]).toContain("tw_lead=lead-1")
    // The page gave up the identity: the twin goes too.
    expect((await send("tw_lead_srv=lead-1")).headers.getSetCookie()).toEqual([expect.stringMatching(/^tw_lead_srv=; Max-Age=0/)])
  })
})

describe("P1 personal data", () => {
  it("that slipped into harmless places is taken out at the door", async () => {
    const server = await startTestServer()
    const page = { url: "https://shop.example/?email=ada%40buyer.example&x=1", title: "Hello ada@buyer.example" }
    await server.post("/collect", batch([{ id: "a", page }], { last_touch: { at: 1, landing: "https://shop.example/?e=ada@buyer.example", params: { utm_term: "ada@buyer.example" } } }))
    const shown = JSON.stringify([await server.get("/ops/api/events"), await (await fetch(`${server.url}/metrics`)).text()])
    expect(shown).not.toContain("ada@")
    expect(shown).not.toContain("ada%40")
    expect(shown).toContain("tagwright_personal_data_removed_total")
  })

  it("goes only where the plan grants it, and never stands in the database as it is", async () => {
    const data = dataFolder()
    const { standIns, start } = await startWithVendors({ data })
    const server = await start()
    await server.post("/collect", batch([{ id: "lead", name: "lead_submit", params: { form_id: "lead" }, personal: { email: "ada@buyer.example", name: "Ada Buyer", secret_thing: "x" } }]))
    await settled(server, 2)
    expect(writes(standIns, "hubspot")[0]?.body).toMatchObject({ inputs: [{ id: "ada@buyer.example", properties: { firstname: "Ada Buyer", lead_id: "lead-1" } }] })
    expect(JSON.stringify(writes(standIns, "mailerlite"))).toContain("ada@buyer.example")
    expect(JSON.stringify(writes(standIns, "mailerlite"))).not.toContain("Ada Buyer")
    await server.close()
    for (const file of ["tagwright.sqlite", "tagwright.sqlite-wal", "vault.sqlite"]) expect(safeRead(join(data, file))).not.toContain("ada@buyer")
  })
})

describe("P3 P4 consent at the server", () => {
  const marketing = { id: "lead", name: "lead_submit", params: { form_id: "letter" }, personal: { email: "ada@buyer.example" } }

  it("withdrawal stops what is queued, and only that", async () => {
    const { standIns, start } = await startWithVendors()
    standIns.control.flap("mailerlite", Array.from({ length: 20 }, () => 503))
    standIns.control.flap("hubspot", Array.from({ length: 20 }, () => 503))
    const server = await start()
    await server.post("/collect", batch([marketing]))
    await until(
      () => deliveriesOf(server),
      (rows) => rows.length === 2 && rows.every((row) => row.attempts > 0 && row.reason === "http_503"),
    )
    await server.post("/collect", { ...batch([], { consent: { ...allGranted, marketing: false } }), sent: Date.now() + 1 })
    const rows = await deliveriesOf(server)
    expect(rows.find((row) => row.destination === "letter")).toMatchObject({ state: "withheld", reason: "consent_withdrawn" })
    expect(rows.find((row) => row.destination === "crm")).toMatchObject({ state: "pending" })
  })

  it("an older choice that arrives late changes nothing", async () => {
    const server = await startTestServer()
    const now = Date.now()
    await server.post("/collect", { ...batch([], { consent: { necessary: true, marketing: false } }), sent: now })
    await server.post("/collect", { ...batch([{ ...marketing, id: "x" }], { consent: allGranted }), sent: now - 60_000 })
    const rows = await until(
      () => deliveriesOf(server),
      (all) => all.some((row) => row.destination === "letter" && row.state === "withheld"),
    )
    expect(rows.find((row) => row.destination === "letter")?.reason).toBe("consent_withdrawn")
  })

  it("Global Privacy Control denies what the plan says, whatever the banner said", async () => {
    const server = await startTestServer()
    await server.post("/collect", batch([marketing]), { "sec-gpc": "1" })
    expect((await deliveriesOf(server)).find((row) => row.destination === "letter")).toMatchObject({ state: "withheld", reason: "consent_denied" })
  })

  it("MailerLite: someone who unsubscribed stays so", async () => {
    const { standIns, start } = await startWithVendors()
    const server = await start()
    await server.post("/collect", batch([marketing]))
    await until(
      () => deliveriesOf(server),
      (rows) => rows.some((row) => row.destination === "letter" && row.state === "delivered"),
    )
    standIns.control.unsubscribe("ada@buyer.example")
    await server.post("/collect", batch([{ ...marketing, id: "again" }]))
    const rows = await settled(server, 4)
    expect(rows.filter((row) => row.destination === "letter").map((row) => [row.state, row.reason ?? ""])).toEqual([
      ["delivered", ""],
      ["dead", "subscriber_unsubscribed"],
    ])
  })
})

const safeRead = (file: string): string => {
  try {
    return readFileSync(file).toString("latin1")
  } catch {
    return ""
  }
}
