import { describe, expect, test } from "vitest"
import { run, type Push, type RunOptions } from "../../src/runtime/index.ts"
import { readClientId, readSession } from "../../src/runtime/ga4/cookies.ts"
import { encodeItems } from "../../src/runtime/ga4/items.ts"
import { container, dlv, flag, onEvent, table, text, variable, type TestTag } from "../support/runtime-container.ts"

const settings = (pairs: Record<string, string>, key = "configSettingsTable") => table(key, Object.entries(pairs).map(([parameter, parameterValue]) => ({ parameter, parameterValue })))
const google = (config: Record<string, string> = {}): TestTag => ({ name: "Google tag", type: "googtag", on: ["Init"], parameter: [text("tagId", "G-ABCDEF1234"), settings(config)] })
const event = (name: string, on = name, ...more: ReturnType<typeof text>[]): TestTag =>
  ({ name: `GA4 ${name}`, type: "gaawe", on: [`on ${on}`], parameter: [text("eventName", name), text("measurementIdOverride", "G-ABCDEF1234"), ...more] })
const parts = (...tags: TestTag[]) => container({ tags, triggers: [...new Set(tags.flatMap((tag) => tag.on ?? []))].filter((name) => name.startsWith("on ")).map((name) => onEvent(name.slice(3))), variables: [dlv("v", "v"), dlv("n", "n")] })

type Hit = Record<string, string>
/** Every event sent, with the URL's fields and its own. */
const hits = (tags: TestTag[], pushes: Push[], options: RunOptions = {}): Hit[] =>
  run(parts(...tags), pushes, options).requests.filter((request) => request.url.includes("/g/collect")).flatMap((request) =>
    (request.body ?? "").split("\r\n").map((line): Hit => Object.fromEntries([...new URL(request.url).searchParams, ...new URLSearchParams(line)])))
const requests = (tags: TestTag[], pushes: Push[], options: RunOptions = {}) => run(parts(...tags), pushes, options).requests

describe("B9 Google tags in a container", () => {
  test("a Google tag sends a page view; send_page_view false as text does not", () => {
    expect(hits([google()], []).map((hit) => hit["en"])).toEqual(["page_view"])
    expect(hits([google({ send_page_view: "false" })], [])).toEqual([])
  })

  test("an invalid id is a failure", () => {
    const { events } = run(container({ tags: [{ ...google(), parameter: [text("tagId", "nonsense")] }] }), [])
    expect(events.flatMap((one) => one.fired)[0]?.status).toBe("failure")
  })

  test("hits appear only when the Google tag of that id is loaded; the wait is told", () => {
    const result = run(parts(event("lead")), [{ event: "lead" }])
    expect(result.requests).toEqual([])
    expect(JSON.stringify(result.unsupported)).toContain("G-ABCDEF1234")
  })

  test("the settings variable lies below the settings table", () => {
    const shared = variable("shared", "gtes", [settings({ a: "variable", b: "variable" }, "eventSettingsTable")])
    const made = container({ variables: [shared], triggers: [onEvent("lead")], tags: [google({ send_page_view: "false" }), event("lead", "lead", text("eventSettingsVariable", "{{shared}}"), settings({ b: "table" }, "eventSettingsTable"))] })
    const url = new URL(run(made, [{ event: "lead" }]).requests[0]?.url ?? "")
    expect([url.searchParams.get("ep.a"), url.searchParams.get("ep.b")]).toEqual(["variable", "table"])
  })

  test("hits that still wait when the visitor opts out are not sent any more", () => {
    const optOut = variable("opt out", "jsm", [text("javascript", 'function() { window["ga-disable-G-ABCDEF1234"] = true; return "x" }')])
    const made = (...variables: ReturnType<typeof variable>[]) =>
      container({ variables: [dlv("v", "v"), ...variables], triggers: [onEvent("lead"), onEvent("last")], tags: [google({ send_page_view: "false" }), event("lead"), event("last", "last", settings({ v: variables.length > 0 ? "{{opt out}}" : "{{v}}" }, "eventSettingsTable"))] })
    const sent = (...variables: ReturnType<typeof variable>[]) => run(made(...variables), [{ event: "lead" }, { event: "lead" }, { event: "last" }]).requests.map(({ body }) => body?.split("\r\n").length ?? 1)
    // The first hit of a session goes alone; the two after it wait for each other.
    expect(sent()).toEqual([1, 2])
    expect(sent(optOut)).toEqual([1])
  })

  const ecommerce = event("purchase", "purchase", flag("sendEcommerceData", true), text("getEcommerceDataFrom", "dataLayer"))
  test("ecommerce is that of the push, unmerged: a second purchase without currency sends none", () => {
    const made = hits([google({ send_page_view: "false" }), ecommerce], [
      { event: "purchase", ecommerce: { transaction_id: "T1", currency: "EUR", value: 5, items: [{ item_id: "i" }] } },
      { event: "purchase", ecommerce: { transaction_id: "T2", value: 6 } },
    ])
    expect(made.map((hit) => [hit["ep.transaction_id"], hit["cu"], hit["epn.value"], hit["pr1"]])).toEqual([["T1", "EUR", "5", "idi"], ["T2", undefined, "6", undefined]])
  })

  test("ecommerce is read for known names only", () => {
    const lead = event("lead", "lead", flag("sendEcommerceData", true))
    expect(hits([google({ send_page_view: "false" }), lead], [{ event: "lead", ecommerce: { value: 5 } }])[0]?.["epn.value"]).toBeUndefined()
  })

  test("the older ecommerce shape is converted", () => {
    const [hit] = hits([google({ send_page_view: "false" }), ecommerce], [{ event: "purchase", ecommerce: { currencyCode: "EUR", purchase: { actionField: { id: "T", revenue: 9 }, products: [{ id: "p", name: "N", price: 9 }] } } }])
    expect([hit?.["ep.transaction_id"], hit?.["cu"], hit?.["epn.value"], hit?.["pr1"]]).toEqual(["T", "EUR", "9", "idp~nmN~pr9"])
  })
})

describe("D1 requests", () => {
  test("direct: POST with everything in the query", () => {
    const [first] = requests([google()], [], { region: "US" })
    expect([first?.method, first?.body, new URL(first?.url ?? "").hostname, new URL(first?.url ?? "").pathname]).toEqual(["POST", undefined, "www.google-analytics.com", "/g/collect"])
  })

  test("in Europe the regional host", () => {
    expect(requests([google()], [], { region: "FR" })[0]?.url).toMatch(/^https:\/\/region1\.google-analytics\.com\//)
  })

  test("own server: GET, the port dropped, a last key without value", () => {
    const [first] = requests([google({ server_container_url: "https://t.shop.example:8443/metrics" })], [])
    expect(first?.method).toBe("GET")
    expect(first?.url).toMatch(/^https:\/\/t\.shop\.example\/metrics\/g\/collect\?/)
    expect(first?.url).toMatch(/&richsstsse$/)
  })

  test("events after the first share a request: one per line, equal values in the URL", () => {
    const all = requests([google(), event("a"), event("b")], [{ event: "a" }, { event: "b" }])
    expect(all).toHaveLength(2)
    expect(all[1]?.body?.split("\r\n").map((line) => new URLSearchParams(line).get("en"))).toEqual(["a", "b"])
    expect(new URL(all[1]?.url ?? "").searchParams.has("sid")).toBe(true)
    expect(all[1]?.tags).toEqual(["GA4 a", "GA4 b"])
  })

  test("a URL that grows too long moves its event to the body", () => {
    const long = "x".repeat(3000)
    const all = requests([google(), event("a", "a", settings({ long: "{{v}}" }, "eventSettingsTable"))], [{ event: "a", v: long }])
    expect(all[1]?.url.length).toBeLessThan(2048)
    expect(new URLSearchParams(all[1]?.body).get("ep.long")).toBe(long)
  })

  test("the rate guard drops what is over 20 at once", () => {
    const made = hits([google({ send_page_view: "false" }), event("a")], Array.from({ length: 40 }, () => ({ event: "a" })))
    expect(made).toHaveLength(20)
  })
})

describe("D2 parameters", () => {
  test("what every hit says", () => {
    const [hit] = hits([google()], [], { page: { url: "https://shop.example/a?b=1#c", title: "Shop", referrer: "https://search.example/" }, language: "de-AT" })
    expect(hit).toMatchObject({ v: "2", tid: "G-ABCDEF1234", gcd: "13l3l3l3l1l1", npa: "0", dma: "0", ul: "de-at", frm: "0", pscdl: "noapi", _s: "1", sct: "1", seg: "0", dl: "https://shop.example/a?b=1", dt: "Shop", dr: "https://search.example/", en: "page_view", _fv: "1", _nsi: "1", _ss: "1" })
    expect(hit?.["gcs"]).toBeUndefined()
    expect(hit?.["_ee"]).toBeUndefined()
    expect(hit?.["cid"]).toMatch(/^\d+\.\d+$/)
  })

  test("custom parameters: texts, numbers, booleans, null, undefined, objects", () => {
    const made = (v: unknown) => hits([google({ send_page_view: "false" }), event("a", "a", settings({ x: "{{v}}" }, "eventSettingsTable"))], [{ event: "a", v }])[0]
    expect([made("5")?.["ep.x"], made(5)?.["epn.x"], made(true)?.["ep.x"], made(null)?.["ep.x"], made({ a: 1 })?.["ep.x"]]).toEqual(["5", "5", "true", "", "[object Object]"])
    expect(Object.keys(made(undefined) ?? {}).filter((key) => key.endsWith(".x"))).toEqual([])
    expect(made(1)?.["_ee"]).toBe("1")
  })

  test("known parameters have keys of their own", () => {
    const [hit] = hits([google({ send_page_view: "false", user_id: "u1" }), event("a", "a", settings({ page_title: "T", currency: "EUR", campaign_source: "s", debug_mode: "true" }, "eventSettingsTable"))], [{ event: "a" }])
    expect(hit).toMatchObject({ dt: "T", cu: "EUR", cs: "s", uid: "u1", _dbg: "1", "ep.debug_mode": "true" })
  })

  test("user properties are sent when they changed", () => {
    const tag = event("a", "a", table("userProperties", [{ name: "tier", value: "{{v}}" }]))
    expect(hits([google({ send_page_view: "false" }), tag], [{ event: "a", v: "x" }, { event: "a" }, { event: "a", v: "y" }]).map((hit) => hit["up.tier"])).toEqual(["x", undefined, "y"])
  })
})

describe("D3 items", () => {
  test.each([
    ["fields and codes", { item_id: "1", item_name: "A", item_brand: "B", price: 2.5, quantity: 3, index: 0 }, "id1~nmA~brB~pr2.5~qt3~lp0"],
    ["old names", { id: "1", name: "A", brand: "B", variant: "v", list: "L", position: 4, creative: "c" }, "id1~nmA~brB~vav~lnL~lp4~cnc"],
    ["a tilde is doubled", { item_name: "a~b" }, "nma~~b"],
    ["a category with slashes splits", { item_id: "1", category: "a/b/c" }, "id1~caa~c2b~c3c"],
    ["custom fields", { item_id: "1", size: "XL", fit: "slim" }, "id1~k0size~v0XL~k1fit~v1slim"],
    ["what is undefined is left out", { item_id: "1", coupon: undefined }, "id1"],
  ])("%s", (_title, item, out) => {
    expect(encodeItems([item])).toEqual([["pr1", out]])
  })

  test("at most 200 items", () => {
    expect(encodeItems(Array.from({ length: 300 }, (_, index) => ({ id: index })))).toHaveLength(200)
  })
})

describe("D4 cookies and sessions", () => {
  const now = 1_735_689_600
  const returning = { _ga: "GA1.1.111.222", _ga_ABCDEF1234: `GS2.1.s${now - 100}$o3$g0$t${now - 60}$j60$l0$h0` }

  test("both cookie versions are read", () => {
    expect(readClientId("GA1.2.111.222")).toBe("111.222")
    expect(readSession("GS1.1.1700000000.2.1.1700000100.60.0.0")).toMatchObject({ id: 1_700_000_000, count: 2, engaged: true, last: 1_700_000_100 })
    expect(readSession("GS2.1.s1700000000%24o2%24g1%24t1700000100%24j60%24l0%24h0")).toMatchObject({ id: 1_700_000_000, count: 2, engaged: true, last: 1_700_000_100 })
    expect(readSession("nonsense")).toBeUndefined()
  })

  test("a returning visitor keeps the id and the session, which counts as engaged on a later page", () => {
    const [hit] = hits([google()], [], { cookies: returning })
    expect(hit).toMatchObject({ cid: "111.222", sid: String(now - 100), sct: "3", seg: "1" })
    expect([hit?.["_fv"], hit?.["_ss"], hit?.["_nsi"]]).toEqual([undefined, undefined, undefined])
  })

  test("after the timeout a new session begins", () => {
    const [hit] = hits([google()], [], { cookies: { ...returning, _ga_ABCDEF1234: `GS2.1.s${now - 9000}$o3$g1$t${now - 1900}$j0$l0$h0` } })
    expect(hit).toMatchObject({ cid: "111.222", sid: String(now), sct: "4", seg: "0", _ss: "1" })
    expect(hit?.["_fv"]).toBeUndefined()
  })
})

describe("C4 analytics storage denied", () => {
  const denied = ["consent", "default", { ad_storage: "denied", analytics_storage: "denied", ad_user_data: "denied", ad_personalization: "denied" }]

  test("the same requests without cookies, marked", () => {
    const [hit] = hits([google()], [denied], { cookies: { _ga: "GA1.1.111.222" } })
    expect(hit).toMatchObject({ gcs: "G100", npa: "1", dma_cps: "-", pscdl: "denied" })
    expect(hit?.["cid"]).not.toBe("111.222")
  })

  test("once granted, the same ids and a hit that says so", () => {
    const made = hits([google()], [denied, { event: "x" }, ["consent", "update", { analytics_storage: "granted" }]])
    expect(made.map((hit) => hit["en"])).toEqual(["page_view", "user_engagement"])
    expect(made[1]).toMatchObject({ gcs: "G101", gcu: "1", cid: made[0]?.["cid"], sid: made[0]?.["sid"], "ep.ga_temp_client_id": made[0]?.["cid"] })
  })

  test("wait_for_update holds hits until the update", () => {
    const wait = ["consent", "default", { analytics_storage: "denied", wait_for_update: 500 }]
    expect(hits([google()], [wait, { event: "x" }, ["consent", "update", { analytics_storage: "granted" }]]).map((hit) => [hit["en"], hit["gcs"]])).toEqual([["page_view", "G1-1"]])
    expect(hits([google()], [wait]).map((hit) => [hit["en"], hit["gcs"]])).toEqual([["page_view", "G1-0"]])
  })
})
