import { describe, expect, test } from "vitest"
import { run } from "../../src/runtime/index.ts"
import { container, dlv, html, onEvent, plainTag, trigger } from "../support/runtime-container.ts"
import { firings, reasonOf, runFirings, valuesOf } from "../support/observe.ts"

const names = (result: ReturnType<typeof run>) => result.events.map((event) => event.event)

describe("B1 queue and lifecycle", () => {
  test("consent initialisation, initialisation, page view, DOM ready, window loaded", () => {
    const parts = { triggers: [trigger("dom", "DOM_READY"), trigger("load", "WINDOW_LOADED")], tags: [plainTag("e", ["load"]), plainTag("d", ["dom"]), plainTag("c", ["All Pages"]), plainTag("b", ["Init"]), plainTag("a", ["Consent Init"])] }
    expect(runFirings(parts)).toEqual(["gtm.init_consent: a", "gtm.init: b", "gtm.js: c", "gtm.dom: d", "gtm.load: e"])
  })

  test("without gtm.js the first event still brings both initialisations", () => {
    expect(names(run(container({}), [{ event: "x" }], { lifecycle: false }))).toEqual(["gtm.init_consent", "gtm.init", "x"])
  })

  test("messages without event do not initialise", () => {
    expect(names(run(container({}), [{ a: 1 }, ["set", "b", 2], ["consent", "default", {}]], { lifecycle: false }))).toEqual([])
  })

  test("gtag config, event, js and get initialise; config alone fires no trigger", () => {
    expect(names(run(container({}), [["config", "G-1", {}]], { lifecycle: false }))).toEqual(["gtm.init_consent", "gtm.init"])
    expect(names(run(container({}), [["js", new Date(5)]], { lifecycle: false }))).toEqual(["gtm.init_consent", "gtm.init", "gtm.js"])
  })

  test("gtm.js is honoured once", () => {
    const parts = { tags: [plainTag("page", ["All Pages"])] }
    expect(runFirings(parts, [{ event: "gtm.js" }, { event: "gtm.js" }])).toEqual(["gtm.js: page"])
  })

  test("a gtag event fires custom event triggers and its parameters are readable", () => {
    const parts = { variables: [dlv("value", "eventModel.value")] }
    expect(valuesOf(parts, ["value"], [["event", "other", { value: 1 }], { event: "probe" }])).toEqual({ value: undefined })
    expect(run(container({ triggers: [onEvent("sign_up")], tags: [plainTag("t", ["on sign_up"])] }), [["event", "sign_up", { method: "x" }]]).events.at(-1)?.fired[0]?.tag).toBe("t")
  })

  test("initialisation ids are those of the first message minus two and one", () => {
    const message = { event: "x", "gtm.uniqueEventId": 9 }
    expect(valuesOf({ variables: [dlv("id", "gtm.uniqueEventId")] }, ["id"], [{ ...message, event: "probe" }], { lifecycle: false })).toEqual({ id: 9 })
  })

  test("a push made by a tag waits until the current message is finished", () => {
    const parts = {
      triggers: [onEvent("first"), onEvent("second")],
      tags: [html("pushes", "<script>dataLayer.push({event: 'second'})</script>", ["on first"], { priority: { type: "INTEGER", value: "9" } }), html("after", "<b></b>", ["on first"]), plainTag("later", ["on second"])],
    }
    expect(runFirings(parts, [{ event: "first" }])).toEqual(["first: pushes, after", "second: later"])
  })

  test("only real arguments count as gtag commands, and a consent command needs exactly three members", () => {
    const parts = { tags: [plainTag("t", ["All Pages"], { consentSettings: { consentStatus: "NEEDED", consentType: { type: "LIST", list: [{ type: "TEMPLATE", value: "ad_storage" }] } } })] }
    expect(runFirings(parts, [["consent", "default", { ad_storage: "denied" }, "extra"]])).toEqual(["gtm.js: t"])
    expect(reasonOf(run(container(parts), [["consent", "default", { ad_storage: "denied" }]]).events, "gtm.js", "t")).toBe("consent")
  })

  test("leading messages without event stand before the page view", () => {
    expect(firings(run(container({ triggers: [trigger("x", "PAGEVIEW", { filter: [{ type: "EQUALS", parameter: [{ type: "TEMPLATE", key: "arg0", value: "{{type}}" }, { type: "TEMPLATE", key: "arg1", value: "shop" }] }] })], variables: [dlv("type", "type")], tags: [plainTag("t", ["x"])] }), [{ type: "shop" }]).events)).toEqual(["gtm.js: t"])
  })
})
