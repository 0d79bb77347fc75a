import { createHash } from "node:crypto"
import { describe, expect, test } from "vitest"
import { run } from "../../src/runtime/index.ts"
import { event, google, hits, parts, quiet, settings } from "../support/ga4.ts"
import { container, flag, onEvent, text, variable, dlv } from "../support/runtime-container.ts"

describe("B9 Google tags in a container", () => {
  test("a Google tag sends a page view; send_page_view false as text does not", () => {
    expect(hits([google()], []).map((hit) => hit["en"])).toEqual(["page_view"])
    expect(hits([quiet], [])).toEqual([])
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
    const made = container({ variables: [shared], triggers: [onEvent("lead")], tags: [quiet, event("lead", "lead", text("eventSettingsVariable", "{{shared}}"), settings({ b: "table" }, "eventSettingsTable"))] })
    const url = new URL(run(made, [{ event: "lead" }]).requests[0]?.url ?? "")
    expect([url.searchParams.get("ep.a"), url.searchParams.get("ep.b")]).toEqual(["variable", "table"])
  })

  test("hits that still wait when the visitor opts out are not sent any more", () => {
    const optOut = variable("opt out", "jsm", [text("javascript", 'function() { window["ga-disable-G-ABCDEF1234"] = true; return "x" }')])
    const made = (...variables: ReturnType<typeof variable>[]) =>
      container({ variables: [dlv("v", "v"), ...variables], triggers: [onEvent("lead"), onEvent("last")], tags: [quiet, event("lead"), event("last", "last", settings({ v: variables.length > 0 ? "{{opt out}}" : "{{v}}" }, "eventSettingsTable"))] })
    const sent = (...variables: ReturnType<typeof variable>[]) => run(made(...variables), [{ event: "lead" }, { event: "lead" }, { event: "last" }]).requests.map(({ body }) => body?.split("\r\n").length ?? 1)
    // The first hit of a session goes alone; the two after it wait for each other.
    expect(sent()).toEqual([1, 2])
    expect(sent(optOut)).toEqual([1])
  })

  const ecommerce = event("purchase", "purchase", flag("sendEcommerceData", true), text("getEcommerceDataFrom", "dataLayer"))
  test("ecommerce is that of the push, unmerged: a second purchase without currency sends none", () => {
    const made = hits([quiet, ecommerce], [
      { event: "purchase", ecommerce: { transaction_id: "T1", currency: "EUR", value: 5, items: [{ item_id: "i" }] } },
      { event: "purchase", ecommerce: { transaction_id: "T2", value: 6 } },
    ])
    expect(made.map((hit) => [hit["ep.transaction_id"], hit["cu"], hit["epn.value"], hit["pr1"]])).toEqual([["T1", "EUR", "5", "idi"], ["T2", undefined, "6", undefined]])
  })

  test("ecommerce of an earlier push counts while nothing newer stands there; null clears it", () => {
    const earlier = { ecommerce: { transaction_id: "T0", value: 4 } }
    const made = hits([quiet, ecommerce], [earlier, { event: "purchase" }, { ecommerce: null }, { event: "purchase" }])
    expect(made.map((hit) => [hit["ep.transaction_id"], hit["epn.value"]])).toEqual([["T0", "4"], [undefined, undefined]])
  })

  test("the eventModel of a gtag event comes before the data layer's ecommerce", () => {
    const made = hits([quiet, ecommerce], [{ ecommerce: { transaction_id: "old" } }, ["event", "purchase", { transaction_id: "T1", value: 3 }]])
    expect(made.map((hit) => hit["ep.transaction_id"])).toContain("T1")
  })

  test("user-provided data of an event travels hashed, alone, and only with consent", () => {
    const people = variable("people", "awec", [text("mode", "MANUAL"), text("email", " Jane.Doe@Gmail.com "), text("country", "AT")])
    const made = (consent: "granted" | "denied") => run(container({ variables: [people], triggers: [onEvent("lead")], tags: [quiet, event("lead", "lead", flag("enhancedUserId", true), text("userDataVariable", "{{people}}"))] }), [{ event: "lead" }], { consent: { ad_user_data: consent } }).requests
    const hash = createHash("sha256").update("janedoe@gmail.com").digest("base64url")
    expect(made("granted").map(({ url }) => new URL(url).searchParams.get("em"))).toEqual([`tv.1~em.${hash}~co0.AT`])
    expect(made("denied").map(({ url }) => new URL(url).searchParams.get("em"))).toEqual([null])
    expect(JSON.stringify(made("granted"))).not.toMatch(/jane/i)
  })

  test("ecommerce is read for known names only", () => {
    const lead = event("lead", "lead", flag("sendEcommerceData", true))
    expect(hits([quiet, lead], [{ event: "lead", ecommerce: { value: 5 } }])[0]?.["epn.value"]).toBeUndefined()
  })

  test("the older ecommerce shape is converted", () => {
    const [hit] = hits([quiet, ecommerce], [{ event: "purchase", ecommerce: { currencyCode: "EUR", purchase: { actionField: { id: "T", revenue: 9 }, products: [{ id: "p", name: "N", price: 9 }] } } }])
    expect([hit?.["ep.transaction_id"], hit?.["cu"], hit?.["epn.value"], hit?.["pr1"]]).toEqual(["T", "EUR", "9", "idp~nmN~pr9"])
  })
})
