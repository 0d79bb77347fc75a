import { gzipSync } from "node:zlib"
import { describe, expect, test } from "vitest"
import { gtmJs, run } from "../src/runtime/index.ts"
import { firings } from "./support/observe.ts"
import { useChromium } from "./support/chromium.ts"
import { condition, container, dlv, html, js, onEvent, plainTag, text, trigger, variable, type TestContainer } from "./support/runtime-container.ts"

const { visit, context: browserContext } = useChromium()
const simple: TestContainer = { triggers: [onEvent("go")], variables: [dlv("v", "v")], tags: [plainTag("pixel", ["on go"])] }

describe("a hostile page", () => {
  test("overwritten prototypes, proxies, getters that throw, cycles and junk: the page goes on, and so does measuring", async () => {
    const { events, errors, result } = await visit(container(simple), {
      before: `Array.prototype.extra = function () {}; `,
      after: `Object.defineProperty(Object.prototype, "inherited", {value: 1, enumerable: true, configurable: true});
        const cycle = {event: "cycle"}; cycle.self = cycle;
        const junk = [null, undefined, 5, "text", Symbol("s"), new Proxy({}, {ownKeys() { throw new Error("proxy") }}), {get event() { throw new Error("getter") }}, cycle, Object.freeze({event: "frozen"}), [1, 2], ["no.such.method"]];
        for (const one of junk) dataLayer.push(one);
        dataLayer.push({event: "go"}); delete Object.prototype.inherited; document.title = "alive"; document.title`,
    })
    expect(result).toBe("alive")
    expect(errors).toEqual([])
    expect(firings(events)).toEqual(["go: pixel"])
    expect(events.map((event) => event.event)).toContain("frozen")
  })

  test("a frozen data layer: past entries count, the container's own events go on, nothing breaks", async () => {
    // The snippet still pushes: frozen right after it.
    const { errors, events, result } = await visit(container({ ...simple, triggers: [onEvent("go"), trigger("loaded", "WINDOW_LOADED")], tags: [plainTag("pixel", ["on go", "loaded"])] }), {
      before: `dataLayer.push({event: "go"}); queueMicrotask(() => 0); new MutationObserver((all, watcher) => { if (document.querySelector("script[src*='gtm.js']")) { watcher.disconnect(); Object.freeze(dataLayer) } }).observe(document, {childList: true, subtree: true});`,
      after: `Object.isFrozen(dataLayer)`,
    })
    expect(result).toBe(true)
    expect(errors).toEqual([])
    expect(firings(events)).toEqual(["go: pixel", "gtm.load: pixel"])
  })

  test.each([
    ["push throws", "const native = Array.prototype.push; Array.prototype.push = function (...all) { if (this === window.dataLayer) return native.apply(this, all); throw new Error('mine') }"],
    ["map gives nothing", "Array.prototype.map = () => []"], ["filter, some, forEach and flatMap throw", "for (const name of ['filter', 'some', 'forEach', 'flatMap', 'includes']) Array.prototype[name] = () => { throw new Error('mine') }"],
    ["Object.keys throws", "Object.keys = () => { throw new Error('mine') }"],
  ])("natives overwritten before the container loads (%s): the page notices nothing, and goes on", async (_name, code) => {
    const context = await browserContext()
    const page = await context.newPage()
    const errors: string[] = []
    page.on("pageerror", (error) => errors.push(error.message))
    const script = await gtmJs(container(simple))
    await page.route("**/*", (route) => route.fulfill(route.request().url().endsWith("/gtm.js") ? { contentType: "text/javascript", body: script } : { contentType: "text/html", body: `<title>alive</title><script>dataLayer = [{event: "gtm.js"}]; ${code}</script><script src="/gtm.js"></script><script>var answer = dataLayer.push({event: "go"}); setTimeout(() => { document.title = "went on" }, 50)</script>` }))
    await page.goto("https://www.example.com/")
    await page.waitForFunction("document.title === 'went on'")
    expect(errors).toEqual([])
    await context.close()
  })
})

describe("a hostile container", () => {
  test("cyclic variables, throwing code, bad patterns and selectors end in undefined or false, and are told", () => {
    const parts: TestContainer = {
      variables: [variable("a", "c", [text("value", "{{b}}")]), variable("b", "c", [text("value", "{{a}}x")]), js("throws", "function() { throw {get message() { throw 1 }} }"), variable("d", "d", [text("selectorType", "CSS"), text("elementSelector", "{{throws}}[")])],
      triggers: [onEvent("go", { filter: [condition("MATCH_REGEX", "{{a}}", "("), condition("EQUALS", "{{d}}", "x")] }), onEvent("other")],
      tags: [plainTag("never", ["on go"]), plainTag("fires", ["on other"], { parameter: [text("url", "https://p.example/?a={{a}}&t={{throws}}&d={{d}}")] })],
    }
    const { events, unsupported } = run(container(parts), [{ event: "go" }, { event: "other" }])
    expect(firings(events)).toEqual(["other: fires"])
    expect(unsupported.map((one) => one.name)).toEqual(expect.arrayContaining(["a", "throws", "d"]))
  })

  test("5,000 tags and as many triggers run in bounded time", () => {
    const triggers = Array.from({ length: 5000 }, (_, index) => onEvent(`e${index}`))
    const tags = triggers.map((one, index) => plainTag(`t${index}`, [one.name]))
    const started = performance.now()
    const { events } = run(container({ triggers, tags }), [{ event: "e4999" }])
    expect(firings(events)).toEqual(["e4999: t4999"])
    expect(performance.now() - started).toBeLessThan(10_000)
  })

  test("tags that push without end are stopped, and the run ends", () => {
    const parts: TestContainer = { triggers: [onEvent("again")], tags: [html("loop", "<script>setTimeout(function() { dataLayer.push({event: 'again'}) }, 0)</script>", ["on again"], { tagFiringOption: "UNLIMITED" })] }
    let count = 0
    const { unsupported } = run(container(parts), [{ event: "again" }], { onEvent: () => void (count += 1) })
    expect(count).toBeGreaterThan(100)
    expect(JSON.stringify(unsupported)).toContain("kept making tasks")
  })
})

/** Figures of the runtime in a page (docs/benchmarks.md). */
const LARGEST_GZIP = 25_000

describe("O5 what a page downloads", () => {
  test("a typical container with its runtime stays below 25 KB gzip", async () => {
    const events = ["page_view", "cta_click", "lead_submit", "newsletter_signup", "checkout_start", "purchase", "video_play", "scroll", "faq_open", "contact"]
    const typical = container({
      builtIns: [["PAGE_URL", "Page URL"], ["PAGE_PATH", "Page Path"], ["CLICK_TEXT", "Click Text"], ["CLICK_URL", "Click URL"]],
      variables: [variable("id", "c", [text("value", "G-TYPICAL001")]), ...events.map((name) => dlv(`dlv.${name}`, name)), js("js", "function() { return document.title }"),
        variable("table", "smm", [text("input", "{{Page Path}}")])],
      triggers: [...events.map((name) => onEvent(name)), { accountId: "1", containerId: "77", name: "click", type: "LINK_CLICK" }],
      tags: [{ name: "Google tag", type: "googtag", on: ["Init"], parameter: [text("tagId", "{{id}}")] }, html("html", "<script>window.x = {{js}}</script>", ["click"]), plainTag("pixel", ["click"]),
        ...events.map((name) => ({ name: `GA4 — ${name}`, type: "gaawe", on: [`on ${name}`], parameter: [text("eventName", name), text("measurementIdOverride", "{{id}}")] }))],
    })
    expect(gzipSync(await gtmJs(typical), { level: 9 }).length).toBeLessThan(LARGEST_GZIP)
  })
})
