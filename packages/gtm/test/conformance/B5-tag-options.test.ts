import { describe, expect, test } from "vitest"
import { run } from "../../src/runtime/index.ts"
import { container, html, js, onEvent, plainTag, type TestTag, variable, text, condition } from "../support/runtime-container.ts"
import { google } from "../support/ga4.ts"
import { firings, reasonOf, runFirings } from "../support/observe.ts"

const go = onEvent("go")
const after = (tagName: string, stop = false) => ({ setupTag: [{ tagName, ...(stop ? { stopOnSetupFailure: true } : {}) }] })
const before = (tagName: string, stop = false) => ({ teardownTag: [{ tagName, ...(stop ? { stopTeardownOnFailure: true } : {}) }] })
const failing = (name: string): TestTag => ({ name, type: "img", parameter: [text("url", "")] })
const setup = (name: string): TestTag => ({ name, type: "img", parameter: [text("url", "https://p.example/")] })
const denied = { consentSettings: { consentStatus: "NEEDED" as const, consentType: { type: "LIST" as const, list: [{ type: "TEMPLATE" as const, value: "ad_storage" }] } } }
const fires = (tags: TestTag[], pushes: object[] = [{ event: "go" }], options = {}) => runFirings({ triggers: [go], tags }, pushes, options)

describe("B5 tag options", () => {
  test("unlimited has no guard, once per load runs once, once per event once per event", () => {
    const tags = [plainTag("u", ["on go"], { tagFiringOption: "UNLIMITED" }), plainTag("l", ["on go"], { tagFiringOption: "ONCE_PER_LOAD" }), plainTag("e", ["on go"])]
    expect(fires(tags, [{ event: "go" }, { event: "go" }])).toEqual(["go: u, l, e", "go: u, e"])
  })

  test("a setup tag that already ran on this event is not run again", () => {
    expect(fires([setup("s"), plainTag("a", ["on go"], after("s")), plainTag("b", ["on go"], after("s"))])).toEqual(["go: s, a, b"])
  })

  test("an unlimited setup tag runs for each", () => {
    expect(fires([{ ...setup("s"), tagFiringOption: "UNLIMITED" }, plainTag("a", ["on go"], after("s")), plainTag("b", ["on go"], after("s"))])).toEqual(["go: s, a, s, b"])
  })

  test("setup runs before, ignoring its own triggers; cleanup after", () => {
    expect(fires([setup("s"), setup("c"), plainTag("main", ["on go"], { ...after("s"), ...before("c") })])).toEqual(["go: s, main, c"])
  })

  test("a failing setup stops the main tag only when told to", () => {
    expect(fires([failing("s"), plainTag("main", ["on go"], after("s"))])).toEqual(["go: s, main"])
    expect(fires([failing("s"), setup("c"), plainTag("main", ["on go"], { ...after("s", true), ...before("c") })])).toEqual(["go: s"])
  })

  test("cleanup runs after a failure unless told not to", () => {
    expect(fires([setup("c"), { ...failing("main"), on: ["on go"], ...before("c") }])).toEqual(["go: main, c"])
    expect(fires([setup("c"), { ...failing("main"), on: ["on go"], ...before("c", true) }])).toEqual(["go: main"])
  })

  test("missing consent and a paused tag count as failure", () => {
    const pushes = [["consent", "default", { ad_storage: "denied" }], { event: "go" }]
    expect(fires([{ ...setup("s"), ...denied }, plainTag("main", ["on go"], after("s", true))], pushes)).toEqual([])
    expect(fires([{ ...setup("s"), paused: true }, plainTag("main", ["on go"], after("s", true))])).toEqual([])
    expect(fires([{ ...setup("s"), paused: true }, plainTag("main", ["on go"], after("s"))])).toEqual(["go: main"])
  })

  test("an inline script that throws is a success", () => {
    const { events } = run(container({ triggers: [go], tags: [html("h", "<script>throw new Error('x')</script>", ["on go"])] }), [{ event: "go" }])
    expect(events.at(-1)?.fired[0]?.status).toBe("success")
  })

  test("a tag on the block list takes its whole sequence with it", () => {
    const tags = [{ ...setup("s"), type: "html", parameter: [text("html", "<b></b>")] }, plainTag("main", ["on go"], after("s")), plainTag("other", ["on go"])]
    expect(fires(tags, [{ "gtm.blocklist": ["html"] }, { event: "go" }])).toEqual(["go: other"])
    expect(fires(tags, [{ "gtm.blacklist": ["customScripts"] }, { event: "go" }])).toEqual(["go: other"])
  })

  test("classes bring what they can do: blocked pixels take scripts along, sandboxed code is blocked with anything", () => {
    const tags = [plainTag("pixel", ["on go"]), html("h", "<b></b>", ["on go"]), { ...google(), name: "g", on: ["on go"] }]
    expect(fires(tags, [{ "gtm.blocklist": ["nonGooglePixels"] }, { event: "go" }])).toEqual(["go: g"])
    expect(fires(tags, [{ "gtm.allowlist": ["google", "customPixels"] }, { event: "go" }])).toEqual(["go: g, pixel"])
    expect(fires(tags, [{ "gtm.allowlist": ["google", "customScripts"], "gtm.blocklist": ["html"] }, { event: "go" }])).toEqual(["go: g, pixel"])
  })

  test("a listener that is not on the allow list does not listen, and that is told", () => {
    const timer = { ...onEvent("gtm.timer", { name: "timer", type: "TIMER", eventName: text("", "gtm.timer"), interval: text("", "10"), limit: text("", "1") }) }
    delete timer.customEventFilter
    const made = container({ triggers: [timer], tags: [plainTag("t", ["timer"])] })
    expect(firings(run(made, []).events)).toEqual(["gtm.timer: t"])
    const { events, unsupported } = run(made, [{ "gtm.allowlist": ["img"] }])
    expect([firings(events), unsupported.map((one) => one.name)]).toEqual([[], ["timer"]])
  })

  test("a paused tag stands in the callback's list as one that failed", () => {
    const calls: unknown[] = []
    const { events } = run(container({ triggers: [go], tags: [plainTag("p", ["on go"], { paused: true })] }), [{ event: "go", eventCallback: (_id: string, report: unknown) => calls.push(report) }])
    expect(calls).toEqual([{ tags: [{ id: 200, status: "failure", executionTime: 0 }] }])
    expect(firings(events)).toEqual([])
  })

  test("an allow list lets nothing else through", () => {
    const tags = [plainTag("pixel", ["on go"]), html("h", "<b></b>", ["on go"])]
    expect(fires(tags, [{ "gtm.allowlist": ["img"] }, { event: "go" }])).toEqual(["go: pixel"])
  })

  test("schedules: before the start and after the end nothing fires", () => {
    const at = (now: number) => fires([plainTag("t", ["on go"], { scheduleStartMs: "1000", scheduleEndMs: "2000" })], [{ event: "go" }], { clock: { now: () => now } })
    expect([at(500), at(1500), at(2500)]).toEqual([[], ["go: t"], []])
  })

  test("paused and preview: the reason is told", () => {
    const parts = { triggers: [go], tags: [plainTag("p", ["on go"], { paused: true }), plainTag("l", ["on go"], { liveOnly: true })] }
    const { events } = run(container(parts), [{ event: "go" }], { preview: true })
    expect([reasonOf(events, "go", "p"), reasonOf(events, "go", "l")]).toEqual(["paused", "live-only"])
  })

  test("a tag that throws is an exception, and the next one runs", () => {
    const parts = { triggers: [go], variables: [variable("bad", "d", [text("selectorType", "CSS"), text("elementSelector", ":::")])], tags: [plainTag("t", ["on go"], { parameter: [text("url", "https://p.example/?x={{bad}}")] }), plainTag("n", ["on go"])] }
    expect(firings(run(container(parts), [{ event: "go" }]).events)).toEqual(["go: t, n"])
  })

  test("a cycle of setup tags ends", () => {
    expect(fires([plainTag("a", ["on go"], after("b")), { ...setup("b"), ...after("a") }])).toEqual(["go: b, a"])
  })

  test("trigger groups fire once, when every member has fired", () => {
    const group = { ...onEvent("g", { name: "group", type: "TRIGGER_GROUP", parameter: [{ type: "LIST", key: "triggerIds", list: [{ type: "TRIGGER_REFERENCE", value: "101" }, { type: "TRIGGER_REFERENCE", value: "102" }] }] }) }
    delete group.customEventFilter
    const parts = { triggers: [group, onEvent("a"), onEvent("b")], tags: [plainTag("t", ["group"])] }
    expect(runFirings(parts, [{ event: "a" }, { event: "a" }, { event: "b" }, { event: "a" }, { event: "b" }])).toEqual(["gtm.triggerGroup: t"])
  })

  test("a timer counts to its limit, and conditions decide on which pages it runs", () => {
    const timer = (pageFilter: string) => ({ accountId: "1", containerId: "77", name: "timer", type: "TIMER", eventName: text("", "gtm.timer"), interval: text("", "1000"), limit: text("", "3"), autoEventFilter: [condition("CONTAINS", "{{path}}", pageFilter)] })
    const parts = (pageFilter: string) => ({ triggers: [timer(pageFilter)], variables: [variable("path", "u", [text("component", "PATH")])], tags: [plainTag("t", ["timer"])] })
    expect(runFirings(parts("/"), [])).toEqual(["gtm.timer: t", "gtm.timer: t", "gtm.timer: t"])
    expect(runFirings(parts("/elsewhere"), [])).toEqual([])
  })

  test("custom JavaScript without end costs its time once, and the run ends", () => {
    const parts = { triggers: [onEvent("go", { filter: [condition("EQUALS", "{{endless}}", "1")] })], variables: [js("endless", "function() { while (true) {} }")], tags: [plainTag("t", ["on go"])] }
    const started = Date.now()
    const result = run(container(parts), Array.from({ length: 20 }, () => ({ event: "go" })))
    expect(firings(result.events)).toEqual([])
    expect(Date.now() - started).toBeLessThan(20_000)
    expect(JSON.stringify(result.unsupported)).toContain("endless")
  })
})
