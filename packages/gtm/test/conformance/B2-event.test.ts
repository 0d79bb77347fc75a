import { describe, expect, test } from "vitest"
import { run } from "../../src/runtime/index.ts"
import { condition, container, dlv, html, js, onEvent, plainTag, text, trigger, variable } from "../support/runtime-container.ts"
import { firings, reasonOf, runFirings, valuesOf } from "../support/observe.ts"

const go = onEvent("go")
const priority = (value: number) => ({ priority: { type: "INTEGER" as const, value: String(value) } })

describe("B2 one event, step by step", () => {
  test("variables are not cached: every reference evaluates again, even twice in one tag", () => {
    const counter = js("count", "function() { window.n = (window.n || 0) + 1; return window.n }")
    const parts = { variables: [counter, variable("both", "c", [text("value", "{{count}}-{{count}}")])] }
    expect(valuesOf(parts, ["both"])).toEqual({ both: "1-2" })
  })

  test("each distinct condition is evaluated once per event, however many triggers share it", () => {
    const shared = condition("GREATER", "{{count}}", "0")
    const parts = {
      variables: [js("count", "function() { window.n = (window.n || 0) + 1; return window.n }"), js("n", "function() { return window.n }")],
      triggers: [onEvent("probe", { name: "a", filter: [shared] }), onEvent("probe", { name: "b", filter: [shared] })],
      tags: [plainTag("x", ["a"]), plainTag("y", ["b"])],
    }
    expect(valuesOf(parts, ["n"])).toEqual({ n: 1 })
  })

  test("several firing triggers are OR, exceptions are OR and win", () => {
    const parts = { triggers: [go, onEvent("stop"), trigger("any", "CUSTOM_EVENT", { customEventFilter: [condition("MATCH_REGEX", "{{_event}}", ".*")] })], tags: [plainTag("t", ["on go", "on stop"]), plainTag("u", ["any"], { except: ["on stop", "on go"] })] }
    const { events } = run(container(parts), [{ event: "go" }, { event: "stop" }], { lifecycle: false })
    expect(firings(events)).toEqual(["gtm.init_consent: u", "gtm.init: u", "go: t", "stop: t"])
    expect(reasonOf(events, "go", "u")).toBe("blocked")
  })

  test("a condition that throws: a firing trigger does not fire, a blocking one blocks", () => {
    const broken = js("broken", "function() { return { toString: function() { throw new Error('no') } } }")
    const filter = [condition("EQUALS", "{{broken}}", "x")]
    const parts = { variables: [broken], triggers: [go, onEvent("go", { name: "broken one", filter })], tags: [plainTag("never", ["broken one"]), plainTag("blocked", ["on go"], { except: ["broken one"] }), plainTag("fires", ["on go"])] }
    expect(runFirings(parts, [{ event: "go" }])).toEqual(["go: fires"])
  })

  test("order: Google tag first, priority descending, then template tags before custom HTML", () => {
    const parts = {
      triggers: [go],
      tags: [html("html", "<i></i>", ["on go"]), plainTag("low", ["on go"], priority(-1)), plainTag("plain", ["on go"]), html("high html", "<b></b>", ["on go"], priority(5)), plainTag("high", ["on go"], priority(5)),
        { name: "Google tag", type: "googtag", on: ["on go"], parameter: [text("tagId", "G-1")] }],
    }
    expect(runFirings(parts, [{ event: "go" }])).toEqual(["go: Google tag, high, high html, plain, html, low"])
  })

  test("ecommerce is the snapshot of the event, ordinary variables read the live model", () => {
    const parts = {
      variables: [dlv("live", "live")], triggers: [onEvent("probe", { name: "early" })],
      tags: [html("changes", "<script>google_tag_manager['GTM-TEST'].dataLayer.set('live', 2)</script>", ["early"], priority(9))],
    }
    expect(valuesOf(parts, ["live"], [{ live: 1 }])).toEqual({ live: 2 })
  })

  test("eventCallback runs once, later, with every started tag; tags stopped by consent are absent", () => {
    const calls: unknown[] = []
    const order: string[] = []
    const consent = { consentSettings: { consentStatus: "NEEDED" as const, consentType: { type: "LIST" as const, list: [{ type: "TEMPLATE" as const, value: "ad_storage" }] } } }
    const metadata = { monitoringMetadata: { type: "MAP" as const, map: [text("team", "growth")] }, monitoringMetadataTagNameKey: "tagName" }
    run(container({ triggers: [go], tags: [plainTag("t", ["on go"], metadata), plainTag("held", ["on go"], consent)] }),
      [["consent", "default", { ad_storage: "denied" }], { event: "go", eventCallback: (id: string, report: unknown) => { order.push("callback"); calls.push(id, report) } }],
      { onEvent: (event) => order.push(event.event) })
    expect(calls).toEqual(["GTM-TEST", { tags: [{ id: 200, status: "success", executionTime: 0, team: "growth", tagName: "t" }] }])
    expect(order.at(-1)).toBe("callback")
  })

  test("eventCallback waits for a sequence whose first tag ends later", () => {
    const calls: { tags: { id: number }[] }[] = []
    const parts = { triggers: [go], tags: [html("setup", '<script src="https://cdn.example/a.js"></script>', []), plainTag("main", ["on go"], { setupTag: [{ tagName: "setup" }] })] }
    const { events } = run(container(parts), [{ event: "go", eventCallback: (_id: string, report: { tags: { id: number }[] }) => calls.push(report) }])
    expect(calls.map(({ tags }) => tags.map(({ id }) => id))).toEqual([[200, 201]])
    expect(events.at(-1)?.fired.map(({ tag, triggers }) => [tag, triggers])).toEqual([["setup", []], ["main", ["on go"]]])
  })

  test("eventCallback also comes with zero tags", () => {
    const calls: unknown[] = []
    run(container({}), [{ event: "go", eventCallback: (id: string) => calls.push(id) }])
    expect(calls).toEqual(["GTM-TEST"])
  })

  test("eventTimeout forces the callback while a tag is still running", () => {
    const calls: unknown[] = []
    const parts = { triggers: [go], tags: [html("waits", "<script>setTimeout(function() {}, 100000)</script>", ["on go"])] }
    run(container(parts), [{ event: "go", eventTimeout: 50, eventCallback: (_id: string, report: unknown) => calls.push(report) }])
    expect(calls).toHaveLength(1)
  })
})
