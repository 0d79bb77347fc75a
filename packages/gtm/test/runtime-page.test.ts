import { describe, expect, test } from "vitest"
import { run, type EventRecord, type Push } from "../src/runtime/index.ts"
import { firings } from "./support/observe.ts"
import { useChromium, type PageRun } from "./support/chromium.ts"
import { condition, container, dlv, html, js, onEvent, plainTag, table, text, trigger, type TestContainer, variable } from "./support/runtime-container.ts"

const { visit } = useChromium()

/** What two hosts must agree on, event by event: order, values, reasons, consent. */
const essence = (events: readonly EventRecord[]) =>
  events.map(({ event, fired, notFired, consent }) => ({
    event, consent, fired: fired.map(({ tag, values, status }) => ({ tag, status, values: JSON.parse(JSON.stringify(values)) })),
    notFired: notFired.map(({ tag, reason, detail }) => ({ tag, reason, detail })),
  }))

const shop: TestContainer = {
  variables: [
    variable("id", "c", [text("value", "G-SHOP00001")]), dlv("value", "value"), dlv("form", "form.id"), js("twice", "function() { return {{value}} * 2 }"),
    variable("tier", "smm", [text("input", "{{value}}"), table("map", [{ key: "5", value: "small" }, { key: "50", value: "{{twice}}" }]), { type: "BOOLEAN", key: "setDefaultValue", value: "true" }, text("defaultValue", "other")]),
  ],
  builtIns: [["PAGE_PATH", "Page Path"], ["PAGE_HOSTNAME", "Page Hostname"], ["EVENT", "Event"]],
  triggers: [
    onEvent("lead"), onEvent("sale", { filter: [condition("GREATER", "{{value}}", "10")] }),
    trigger("any event", "CUSTOM_EVENT", { customEventFilter: [condition("MATCH_REGEX", "{{_event}}", "^(lead|sale)$")], filter: [condition("CONTAINS", "{{Page Path}}", "/private", { negate: true })] }),
    onEvent("blocked"),
  ],
  tags: [
    { name: "Google tag", type: "googtag", on: ["Init"], parameter: [text("tagId", "{{id}}")] },
    { name: "GA4 lead", type: "gaawe", on: ["on lead"], parameter: [text("eventName", "lead"), text("measurementIdOverride", "{{id}}"), table("eventSettingsTable", [{ parameter: "form", parameterValue: "{{form}}" }, { parameter: "tier", parameterValue: "{{tier}}" }])] },
    plainTag("pixel", ["on sale", "any event"], { except: ["on blocked"], consentSettings: { consentStatus: "NEEDED", consentType: { type: "LIST", list: [{ type: "TEMPLATE", value: "ad_storage" }] } } }),
    html("html", "<script>window.last = {{value}}</script>", ["on sale"]),
  ],
}
const pushes: Push[] = [
  ["consent", "default", { ad_storage: "denied", analytics_storage: "granted" }],
  { event: "lead", value: 5, form: { id: "lead" } },
  { event: "sale", value: 50 },
  ["consent", "update", { ad_storage: "granted" }],
  { event: "sale", value: 50 }, { event: "sale", value: 3 }, { value: 7 }, { event: "lead", form: { more: 1 } },
]

describe("the page and Node do the same", () => {
  test("on the same pushes: same firings, values, reasons and consent", async () => {
    const inPage = await visit(container(shop), {
      before: `gtag('consent','default',{ad_storage:'denied',analytics_storage:'granted'});`,
      after: pushes.slice(1).map((push) => (Array.isArray(push) ? `gtag(...${JSON.stringify(push)})` : `dataLayer.push(${JSON.stringify(push)})`)).join(";"),
    })
    const inNode = run(container(shop), pushes, { page: { url: "https://www.example.com/", title: "Home" } })
    expect(essence(inPage.events)).toEqual(essence(inNode.events))
    expect(inPage.errors).toEqual([])
  })

  test("the same GA4 requests, but for what only a real page knows", async () => {
    const inPage = await visit(container(shop), {
      before: `gtag('consent','default',{ad_storage:'denied',analytics_storage:'granted'});`,
      after: `dataLayer.push({event: "lead", value: 5, form: {id: "lead"}})`,
    })
    const inNode = run(container(shop), pushes.slice(0, 2), { page: { url: "https://www.example.com/", title: "Home" } })
    const own = new Set(["_p", "cid", "sid", "tfd", "_et", "sr", "are"])
    /** One per event: a page that was shown for a second ends with an engagement that may share the last request. */
    const hits = (requests: PageRun["requests"]) =>
      requests.filter(({ url }) => url.includes("/g/collect")).flatMap(({ url, body }) => (body ?? "").split("\r\n").map((line) => [...new URL(url).searchParams, ...new URLSearchParams(line)]))
        .map((pairs) => Object.fromEntries(pairs.filter(([key]) => !own.has(key) && !/^ua\w/.test(key)))).filter((hit) => hit["en"] !== "user_engagement")
    expect(hits(inPage.requests)).toEqual(hits(inNode.requests))
    expect(hits(inNode.requests).map((hit) => hit["en"])).toEqual(["page_view", "lead"])
  })
})

describe("B1 what a site can touch", () => {
  test("push answers false when a tag fired, true otherwise; data layer helpers read, set and reset", async () => {
    const { result } = await visit(container({ triggers: [onEvent("go")], tags: [plainTag("pixel", ["on go"])] }), {
      after: `const m = google_tag_manager["GTM-TEST"].dataLayer;
        const answers = [dataLayer.push({event: "go"}), dataLayer.push({event: "other"}), dataLayer.push({a: {b: 1}})];
        const got = [m.get("a.b"), (m.set("c", 2), m.get("c")), (m.reset(), m.get("c"))];
        ({answers, got, ids: dataLayer.filter((m) => m.event).every((m) => m["gtm.uniqueEventId"] > 0)})`,
    })
    expect(result).toEqual({ answers: [false, true, true], got: [1, 2, null].map((v) => v ?? undefined), ids: true })
  })

  test("lifecycle runs in order, and what was queued behind gtm.js comes before gtm.dom", async () => {
    const { events } = await visit(container({}), { before: `dataLayer.push({event: "early"});` })
    expect(events.map((event) => event.event)).toEqual(["gtm.init_consent", "gtm.init", "early", "gtm.js", "gtm.dom", "gtm.load"])
  })

  test("two containers on one page: one lifecycle, both fire", async () => {
    const parts: TestContainer = { triggers: [onEvent("go")], tags: [plainTag("pixel", ["on go", "All Pages"])] }
    const { events, result } = await visit(container(parts), {
      others: [container({ ...parts, publicId: "GTM-OTHER" })],
      after: `dataLayer.push({event: "go"}); dataLayer.filter((m) => m.event === "gtm.dom").length`,
    })
    expect(result).toBe(1)
    for (const id of ["GTM-TEST", "GTM-OTHER"])
      expect(firings(events.filter((event) => event.container === id))).toEqual(["gtm.js: pixel", "go: pixel"])
  })

  test("a data layer of another name", async () => {
    const { events } = await visit(container({ triggers: [onEvent("go")], tags: [plainTag("pixel", ["on go"])] }), { layer: "myLayer", after: `myLayer.push({event: "go"})` })
    expect(firings(events)).toEqual(["go: pixel"])
  })
})
