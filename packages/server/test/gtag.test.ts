import { describe, expect, it } from "vitest"
import { parseConsent } from "../src/ingest/gtag/consent.ts"
import { clientIdIn } from "../src/ingest/gtag/fpid.ts"
import { parseItem } from "../src/ingest/gtag/items.ts"
import { parseHits } from "../src/ingest/gtag/parse.ts"
import { batch, deliveriesOf, settled, startTestServer, until } from "./helpers/server.ts"
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
  it("items: every field of GA4's, doubled tildes, fields of one's own", () => {
    expect(parseItem("idA~nmRock~~Roll~pr12.5~qt2~k0color~v0red")).toEqual({ item_id: "A", item_name: "Rock~Roll", price: 12.5, quantity: 2, color: "red" })
    expect(parseItem("idA~brNorth~caShoes~c2Run~vared~cpSPRING~lnHome~lihome_1~lp3~ds1.5~afPartner~pip1~pnSale~cnHero~cstop~loL_1")).toEqual({
      item_id: "A", item_brand: "North", item_category: "Shoes", item_category2: "Run", item_variant: "red", coupon: "SPRING", item_list_name: "Home", item_list_id: "home_1", index: 3, discount: 1.5,
      affiliation: "Partner", promotion_id: "p1", promotion_name: "Sale", creative_name: "Hero", creative_slot: "top", location_id: "L_1",
    })
  })
  it("what a line says of itself wins over the address, and engagement is kept", () => {
    const [hit] = parseHits(`${shared}&dt=Shared`, "en=page_view&dt=Own&_et=1234&uid=customer-7")
    expect(hit).toMatchObject({ page: { title: "Own" }, engagementMs: 1234, userId: "customer-7" })
  })
  it.each([
    ["13t3t3t3t5l1", { ad_storage: true, analytics_storage: true, ad_user_data: true, ad_personalization: true }],
    ["13p3p3p3p5l1", { ad_storage: false, analytics_storage: false, ad_user_data: false, ad_personalization: false }],
    ["13r3r3r3r5l1", { ad_storage: true, analytics_storage: true, ad_user_data: true, ad_personalization: true }],
    ["13u3v3q3m5l1", { ad_storage: false, analytics_storage: true, ad_user_data: false, ad_personalization: false }],
    ["13l3t3l3l5l1", { ad_storage: undefined, analytics_storage: true, ad_user_data: undefined, ad_personalization: undefined }],
    ["13l3l3l3l1l1", undefined],
  ])("consent as Google spells it: %s", (gcd, expected) => expect(parseConsent(null, gcd)).toEqual(expected))
  it("without gcd the shorter string counts, and what nobody said is unknown", () => {
    expect(parseConsent("G101", null)).toMatchObject({ ad_storage: false, analytics_storage: true })
    expect(parseConsent("G1-0", null)).toMatchObject({ ad_storage: undefined, analytics_storage: false })
    expect(parseConsent("G1--", null)?.analytics_storage).toBeUndefined()
    expect(parseConsent(null, null)).toBeUndefined()
  })
  it("a hit sent again after a change of consent is the same hit; two clicks are two", () => {
    const of = (query: string): string | undefined => parseHits(`${shared}&${query}`, "")[0]?.identity
    expect(of("en=page_view&_s=2&gcu=1&tfd=900&sst.gcut=1.3")).toBe(of("en=page_view&_s=1&tfd=100"))
    expect(of("en=sign_up&_c=1&_s=2&gcu=1")).toBe(of("en=sign_up&_c=1&_s=1"))
    expect(of("en=click&_s=2")).not.toBe(of("en=click&_s=1"))
    expect(of("en=click&_s=2&ep.event_id=e1")).toBe(of("en=click&_s=1&ep.event_id=e1"))
  })
  it("a page view that came before consent goes to GA4 once it comes again with it, and only once", async () => {
    const { standIns, start } = await startWithVendors()
    const server = await start()
    const send = (rest: string) => fetch(`${server.url}/g/collect?${rest}&en=page_view&_p=7&richsstsse`, { headers: { origin: "https://shop.example" } })
    const denied = shared.replace("gcs=G111", "gcs=G100&gcd=13p3p3p3p5l1")
    await send(`${denied}&_s=1`)
    expect((await settled(server, 1))[0]).toMatchObject({ state: "withheld", reason: "consent_denied" })
    const granted = shared.replace("gcs=G111", "gcs=G111&gcd=13r3r3r3r5l1")
    for (let index = 0; index < 2; index++) await send(`${granted}&_s=2&gcu=1&sst.gcut=1.3`)
    await until(() => deliveriesOf(server), (rows) => rows.some((row) => row.state === "delivered"))
    expect(await deliveriesOf(server)).toHaveLength(1)
    expect(writes(standIns, "ga4")).toHaveLength(1)
  })
  it("the client id of the first consent lasts in a cookie that only the server sets", async () => {
    const server = await startTestServer()
    const first = await fetch(`${server.url}/g/collect?${shared}&en=page_view&_p=1`, { headers: { origin: "https://shop.example" } })
    const [cookie = ""] = first.headers.getSetCookie()
    expect(cookie).toMatch(/^FPID=FPID2\.1\.[\w%]{43,}\.\d{10}; Max-Age=\d+; Path=\/; Domain=shop\.example; Secure; SameSite=Lax; HttpOnly$/)
    expect(first.headers.get("cache-control")).toBe("no-store")
    // Safari has forgotten _ga: gtag made a new client id.
    const headers = { cookie: cookie.split(";")[0] ?? "" }
    const later = await fetch(`${server.url}/g/collect?${shared.replace("111.222", "999.888")}&en=page_view&_p=2`, { headers })
    expect(later.headers.getSetCookie()).toEqual([])
    expect(await server.get("/ops/api/events")).toMatchObject({ events: [{ clientId: "111.222" }, { clientId: "111.222" }] })
  })
  it("a cookie that another server container made changes nothing", () => {
    expect(clientIdIn(`FPID=FPID2.1.${encodeURIComponent(Buffer.alloc(32, 7).toString("base64"))}.1764000000`)).toBeUndefined()
    expect(clientIdIn("FPID=made-up")).toBeUndefined()
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
  it("finds the person by the client id or the login, with the consent in force", async () => {
    const server = await startTestServer()
    await server.post("/collect", batch([{ id: "view" }]))
    const send = (change: object, params: object) => server.post("/mp/collect?measurement_id=G-SHOP00001&api_secret=ga4-secret", { ...body, ...change, events: [{ name: "refund", params: { transaction_id: "T1", value: 5, currency: "EUR", ...params } }] })
    await send({ user_id: "customer-7" }, {})
    await send({ client_id: "333.444", user_id: "customer-7" }, {})
    await send({ client_id: "555.666" }, {})
    expect(await server.get("/ops/api/events")).toMatchObject({ events: [{ event: "page_view" }, { event: "refund", leadId: "lead-1" }, { event: "refund", leadId: "lead-1" }, { event: "refund" }] })
    expect(await server.get("/ops/api/events?lead=lead-1")).toMatchObject({ events: [{}, {}, {}] })
  })
  it("a purchase that is sent twice is one, and what the body denies is denied", async () => {
    const server = await startTestServer()
    await server.post("/collect", batch([{ id: "view" }]))
    const purchase = { client_id: "111.222", consent: { ad_user_data: "DENIED" }, events: [{ name: "purchase", params: { transaction_id: "T9", value: 5, currency: "EUR", items: [{ item_id: "a" }] } }] }
    for (let index = 0; index < 2; index++) await server.post("/mp/collect?measurement_id=G-SHOP00001&api_secret=ga4-secret", purchase)
    const rows = (await deliveriesOf(server)).filter(({ event }) => event === "purchase")
    expect(rows.map(({ destination }) => destination).toSorted()).toEqual(["crm", "ga4", "pixel"])
    expect(rows.find(({ destination }) => destination === "pixel")).toMatchObject({ state: "withheld", reason: "consent_denied" })
  })
  it("looks at the secret and the environment", async () => {
    const server = await startTestServer()
    expect((await server.post("/mp/collect?measurement_id=G-SHOP00001&api_secret=wrong", body)).status).toBe(401)
    expect((await server.post("/mp/collect?measurement_id=G-SHOP00002&api_secret=ga4-secret", body)).status).toBe(403)
    await until(() => server.get("/ops/api/events"), (value) => JSON.stringify(value).includes('"events":[]'))
  })
})
