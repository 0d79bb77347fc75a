import { describe, expect, it } from "vitest"
import { parseHits, parseItem } from "../src/ingest/gtag/parse.ts"
import { settled, startTestServer, until } from "./helpers/server.ts"
import { startWithVendors, writes } from "./helpers/vendors.ts"

const shared = "v=2&tid=G-SHOP00001&cid=111.222&sid=1700000000&gcs=G111&dl=https%3A%2F%2Fshop.example%2F&_p=1"

describe("GA4's web protocol", () => {
  it("a batch: one event per line, shared values in the address", () => {
    const hits = parseHits(shared, "en=page_view&_et=1\r\nen=form_start&ep.form_id=lead&epn.value=2.5&cu=EUR")
    expect(hits.map(({ name, clientId, params }) => ({ name, clientId, params }))).toEqual([
      { name: "page_view", clientId: "111.222", params: {} },
      { name: "form_start", clientId: "111.222", params: { form_id: "lead", value: 2.5, currency: "EUR" } },
    ])
  })
  it("items, with doubled tildes", () => expect(parseItem("idA~nmRock~~Roll~pr12.5~qt2~k0color~v0red")).toEqual({ item_id: "A", item_name: "Rock~Roll", price: 12.5, quantity: 2 }))
  it("a hit sent again after a change of consent is the same hit", () => {
    const [first] = parseHits(`${shared}&en=page_view&_s=1&tfd=100`, "")
    const [again] = parseHits(`${shared.replace("G111", "G100")}&en=page_view&_s=2&gcu=1&tfd=900`, "")
    expect(again?.identity).toBe(first?.identity)
  })
  it("is stored once, goes on to GA4 with consent, and sets Google's first-party id", async () => {
    const { standIns, start } = await startWithVendors()
    const server = await start()
    const hit = () => fetch(`${server.url}/g/collect?${shared}&en=page_view`, { headers: { origin: "https://shop.example" } })
    const answer = await hit()
    expect(answer.status).toBe(204)
    expect(answer.headers.get("access-control-allow-origin")).toBe("https://shop.example")
    expect(answer.headers.getSetCookie()[0]).toMatch(/^FPID=FPID2\.1\..*HttpOnly/)
    await hit()
    expect((await settled(server, 1)).map((row) => [row.event, row.destination, row.state])).toEqual([["page_view", "ga4", "delivered"]])
    expect(writes(standIns, "ga4")[0]?.body).toMatchObject({ client_id: "111.222", events: [{ name: "page_view", params: { session_id: "1700000000" } }] })
  })
  it("without consent nothing goes on and no id is set", async () => {
    const server = await startTestServer()
    const answer = await fetch(`${server.url}/g/collect?${shared.replace("G111", "G100")}&en=page_view`)
    expect(answer.headers.getSetCookie()).toEqual([])
    expect((await settled(server, 1))[0]).toMatchObject({ state: "withheld", reason: "consent_denied" })
  })
})

describe("GA4's Measurement Protocol, inwards", () => {
  const body = { client_id: "111.222", events: [{ name: "refund", params: { transaction_id: "T1", value: 5, currency: "EUR" } }, { name: "made_up", params: {} }] }
  it("takes a backend's events, keeps unknown ones apart", async () => {
    const server = await startTestServer()
    expect((await server.post("/mp/collect?measurement_id=G-SHOP00001&api_secret=ga4-secret", body)).status).toBe(204)
    expect(await server.get("/ops/api/events")).toMatchObject({ events: [{ event: "refund", source: "mp", clientId: "111.222" }] })
    expect(await server.get("/ops/api/quarantine")).toMatchObject({ quarantine: [{ reason: "unknown_event", source: "mp" }] })
  })
  it("looks at the secret and the environment", async () => {
    const server = await startTestServer()
    expect((await server.post("/mp/collect?measurement_id=G-SHOP00001&api_secret=wrong", body)).status).toBe(401)
    expect((await server.post("/mp/collect?measurement_id=G-SHOP00002&api_secret=ga4-secret", body)).status).toBe(403)
    await until(() => server.get("/ops/api/events"), (value) => JSON.stringify(value).includes('"events":[]'))
  })
})
