import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { injectFirst } from "../src/page/inject.ts"
import { pool } from "../src/pool.ts"
import { progressOf } from "../src/progress.ts"
import { isBrowserOwn } from "../src/proxy/browser-own.ts"
import { personaFor, valueFor } from "../src/journey/persona.ts"
import { choiceOf, scenariosOf } from "../src/journey/choice.ts"
import { controlsOf } from "../src/journey/controls.ts"
import { consentCases } from "../src/matrix/cases.ts"
import { ownerOf } from "../src/record/parties.ts"
import { createSearcher } from "../src/record/personal.ts"
import { violationsOf } from "../src/record/violations.ts"
import { requestRecords } from "../src/record/requests.ts"
import type { Seen } from "../src/proxy/proxy.ts"
import { tinyPlan } from "./tiny-plan.ts"

const plan = tinyPlan()
const where = { scenario: "all", journey: "j", step: 0 }

describe("Whose a request is", () => {
  test.each([
    ["https://staging.tiny.example/contact/", { party: "site" }],
    ["https://staging.tiny.example/t/collect", { party: "collect" }],
    ["https://staging.tiny.example/tea/", { party: "site" }],
    ["https://www.googletagmanager.com/gtm.js?id=GTM-TINY01", { party: "gtm" }],
    ["https://region1.google-analytics.com/g/collect", { party: "vendor", destination: "ga4" }],
    ["https://www.facebook.com/tr?id=1", { party: "vendor", destination: "pixel" }],
    ["https://notfacebook.com/tr", { party: "unknown" }],
    ["https://facebook.com.evil.example/tr", { party: "unknown" }],
    ["https://buy.stripe.com/x", { party: "vendor" }],
  ])("%s", (url, owner) => expect(ownerOf(plan, "staging", "staging.tiny.example", new URL(url))).toEqual(owner))

  test("a page of ours is never the browser's own business", () => {
    expect(isBrowserOwn("staging.tiny.example")).toBe(false)
    expect(isBrowserOwn("update.googleapis.com")).toBe(true)
    expect(isBrowserOwn("www.google-analytics.com")).toBe(false)
  })
})

describe("Scenarios", () => {
  test("P2 are all, none and one per category that can be chosen", () => expect(scenariosOf(plan)).toEqual(["all", "none", "analytics", "marketing"]))
  test("what needs no choice is always on", () => {
    for (const scenario of scenariosOf(plan)) expect(choiceOf(plan, scenario)["necessary"]).toBe(true)
    expect(choiceOf(plan, "analytics")).toEqual({ necessary: true, analytics: true, marketing: false })
  })
  test("a banner without settings is asked for all or nothing, in journeys and in the matrix", () => {
    const oneLayer = tinyPlan((one) => ({ ...one, consent: { ...one.consent, banner: { cmp: "custom", selectors: { banner: "#b", accept: "#yes", reject: "#no" } } } }))
    expect(scenariosOf(oneLayer)).toEqual(["all", "none"])
    const choices = new Set(consentCases(oneLayer, true).map(({ choice }) => JSON.stringify(choice)))
    expect(choices).toEqual(new Set([undefined, choiceOf(oneLayer, "all"), choiceOf(oneLayer, "none")].map((choice) => JSON.stringify(choice))))
  })
  test("a banner nobody knows needs selectors, and the message says so", () => {
    const unknown = tinyPlan((one) => ({ ...one, consent: { ...one.consent, banner: { cmp: "custom" } } }))
    expect(() => controlsOf(unknown)).toThrow("whose controls are not known")
  })
})

describe("T2 the shape of a push", () => {
  const codes = (message: unknown) => violationsOf(plan, message).map(({ code, parameter }) => `${code} ${parameter ?? ""}`.trim())
  test.each([
    ["as planned", { event: "cta_click", section: "hero", event_id: "1", test_mode: true }, []],
    ["without its parameter", { event: "cta_click" }, ["missing-parameter section"]],
    ["with a parameter of another type", { event: "cta_click", section: 7 }, ["wrong-type section"]],
    ["with a value that is not allowed", { event: "form_start", form_id: "other" }, ["value-not-allowed form_id"]],
    ["with a parameter nobody declared", { event: "cta_click", section: "hero", extra: 1 }, ["undeclared-parameter extra"]],
    ["with a personal parameter", { event: "lead_submit", form_id: "lead", email: "a" }, ["personal-parameter email"]],
    ["of an event nobody planned", { event: "cta_clicked" }, ["unknown-event"]],
    ["of Tag Manager's own", { event: "gtm.js", "gtm.start": 1 }, []],
    ["without an event", { user: "x" }, []],
  ])("%s", (_title, message, says) => expect(codes(message)).toEqual(says))
})

describe("P1 personal data", () => {
  const persona = personaFor("all", "j")
  const search = createSearcher(plan, persona, "salt")
  const seen = (url: string, body = "", headers: Record<string, string> = {}): Seen => ({ order: 0, at: 0, step: 0, method: body === "" ? "GET" : "POST", url: new URL(url), headers, body, status: 200 })
  const found = (one: Seen, choice?: Record<string, boolean>) =>
    requestRecords(plan, "staging", "staging.tiny.example", where, one)
      .flatMap((record) => search.request(where, { ...record, ...(choice === undefined ? {} : { choice }) }, one))
      .map(({ type, place, name }) => ({ type, place, name }))

  test("an address in a vendor's query is found by its parameter", () => expect(found(seen(`https://www.google-analytics.com/g/collect?ep.who=${encodeURIComponent(persona.email)}`))).toEqual([{ type: "email", place: "request", name: "ep.who" }]))
  test("so is a name, because we know whom we sent", () => expect(found(seen("https://www.google-analytics.com/g/collect?ep.x=Quilla%20Testermann"))).toEqual([{ type: "name", place: "request", name: "ep.x" }]))
  test("a referrer that carries a form's values is one finding there", () =>
    expect(found(seen("https://www.google-analytics.com/g/collect", "", { referer: `https://staging.tiny.example/thanks/?email=${persona.email}` }))).toEqual([{ type: "email", place: "referrer", name: "referer" }]))
  test("the batch to our own server may carry it in personal, and nowhere else", () => {
    const batch = (event: object) => JSON.stringify({ v: 1, shared: {}, events: [event] })
    expect(found(seen("https://staging.tiny.example/t/collect", batch({ personal: { email: persona.email } })))).toEqual([])
    expect(found(seen("https://staging.tiny.example/t/collect", batch({ params: { note: persona.email } })))).toEqual([{ type: "email", place: "request", name: "body.events.0.params.note" }])
  })
  test("a form the visitor sends to the site is the visitor's own act", () => expect(found(seen("https://staging.tiny.example/thanks/", `email=${persona.email}`))).toEqual([]))
  test("a destination gets what the plan gives it, and no other does", () => {
    const body = { properties: { email: persona.email } }
    expect(search.received(where, "crm", "lead_submit", body)).toEqual([])
    expect(search.received(where, "pixel", "lead_submit", body).map(({ place, destination }) => [place, destination])).toEqual([["server-payload", "pixel"]])
  })
  test("no record ever holds the value", () => {
    const records = JSON.stringify([...search.push(where, { event: "x", [persona.email]: persona.phone }), ...search.held(where, { cookies: [], localStorage: { a: persona.email }, sessionStorage: {} }, persona.email)])
    for (const value of [persona.email, persona.phone, "Quilla"]) expect(records).not.toContain(value)
    expect(JSON.parse(records).length).toBeGreaterThanOrEqual(3)
  })
})

describe("Small things that everything stands on", () => {
  test("the hook comes before every script, wherever the head begins", () =>
    fc.assert(
      fc.property(fc.constantFrom("<!doctype html><html lang=en><head>", "<HEAD data-x='1'>", "<html>", "<!doctype html>", ""), (start) => {
        const page = injectFirst(`${start}<script>first()</script>`, "hook('</script>')")
        expect(page.indexOf("hook(")).toBeLessThan(page.indexOf("first()"))
        expect(page.match(/<\/script>/g)?.length).toBe(2)
      }),
    ))
  test("a pool keeps the order of results and never runs more than it may", async () => {
    let now = 0
    let most = 0
    const jobs = Array.from({ length: 9 }, (_, index) => async () => {
      most = Math.max(most, ++now)
      await Promise.resolve()
      now -= 1
      return index
    })
    expect(await pool(jobs, 3)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8])
    expect(most).toBe(3)
  })
  test("progress says how long the rest takes at the pace so far", () => {
    let now = 0
    const told: (number | undefined)[] = []
    const count = progressOf(4, ({ secondsLeft }) => told.push(secondsLeft), () => now)
    for (now = 2000; now <= 8000; now += 2000) count.tell("step")
    count.expect(2)
    count.tell("one that was not known before")
    expect(told).toEqual([6, 4, 2, 0, 2])
    const uneven = progressOf(4, ({ secondsLeft }) => told.push(secondsLeft), () => now, { done: 0, startedAt: 10_000 })
    now = 13_000
    uneven.tell("one that takes as long as three", 3)
    expect(told.at(-1)).toBe(1)
  })
  test("visitors of different journeys have different addresses that can reach nobody", () => {
    expect(personaFor("all", "a").email).not.toBe(personaFor("none", "a").email)
    expect(personaFor("all", "a b").email).toMatch(/@visitor\.example$/)
  })
  test.each([
    [{ name: "contact", type: "email", hint: "" }, "email"],
    [{ name: "first_name", type: "text", hint: "" }, "givenName"],
    [{ name: "q1", type: "text", hint: "Your telephone" }, "phone"],
    [{ name: "x", type: "textarea", hint: "Message" }, "message"],
  ] as const)("a field %o is filled with the visitor's %s", (field, key) => {
    const persona = personaFor("all", "a")
    expect(valueFor(persona, { index: 0, options: [], ...field })).toBe(persona[key])
  })
})
