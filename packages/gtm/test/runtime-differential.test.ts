import fc from "fast-check"
import { expect, test } from "vitest"
import { gtmJs, run, type EventRecord, type Push } from "../src/runtime/index.ts"
import { useChromium } from "./support/chromium.ts"
import { condition, container, dlv, flag, html, js, onEvent, plainTag, table, text, type TestContainer, variable } from "./support/runtime-container.ts"

const { context } = useChromium()

/** Everything two hosts could disagree about: operators, tables, formats, code, sequences, exceptions, consent, groups. */
const everything: TestContainer = {
  variables: [
    dlv("a", "a"), dlv("a.b", "a.b"), dlv("a.b v1", "a.b", 1), dlv("list", "list"), { ...dlv("format", "a"), formatValue: { caseConversionType: "UPPERCASE", convertUndefinedToValue: { type: "TEMPLATE", value: "none" }, convertNullToValue: { type: "TEMPLATE", value: "null!" } } },
    js("js", "function() { return JSON.stringify({{a}}) + typeof {{list}} }"),
    variable("lookup", "smm", [text("input", "{{a}}"), table("map", [{ key: "x", value: "ex" }, { key: "5", value: "{{js}}" }, { key: "true", value: "yes" }]), flag("setDefaultValue", true), text("defaultValue", "-")]),
    variable("regex", "remm", [text("input", "{{a}}"), table("map", [{ key: "^x", value: "starts" }, { key: "(\\d+)", value: "n$1" }]), flag("replaceAfterMatch", true), flag("ignoreCase", true)]),
  ],
  builtIns: [["PAGE_PATH", "Page Path"], ["EVENT", "Event"]],
  triggers: [
    onEvent("one"), onEvent("two"), onEvent("one", { name: "equals", filter: [condition("EQUALS", "{{a}}", "x")] }), onEvent("one", { name: "not contains", filter: [condition("CONTAINS", "{{a}}", "x", { negate: true })] }),
    onEvent("two", { name: "greater", filter: [condition("GREATER", "{{a.b}}", "1")] }), onEvent("two", { name: "regex", filter: [condition("MATCH_REGEX", "{{lookup}}", "^(EX|yes)$", { ignore_case: true })] }),
    onEvent("", { name: "any", customEventFilter: [condition("MATCH_REGEX", "{{_event}}", "^(one|two)$")] }),
  ],
  tags: [
    plainTag("values", ["any"], { parameter: [text("url", "https://p.example/?a={{a}}&b={{a.b}}&v1={{a.b v1}}&f={{format}}&js={{js}}&l={{lookup}}&r={{regex}}&list={{list}}&p={{Page Path}}&e={{Event}}")] }),
    plainTag("equals", ["equals"], { tagFiringOption: "ONCE_PER_LOAD" }), plainTag("not contains", ["not contains"], { except: ["equals"] }), plainTag("greater", ["greater"], { priority: { type: "INTEGER", value: "5" } }),
    plainTag("regex", ["regex"], { consentSettings: { consentStatus: "NEEDED", consentType: { type: "LIST", list: [{ type: "TEMPLATE", value: "ad_storage" }] } } }),
    plainTag("setup", []), plainTag("main", ["on two"], { setupTag: [{ tagName: "setup" }] }), html("pushes", "<script>if ({{a}} === 5) dataLayer.push({event: 'two', from: 'tag'})</script>", ["on one"]),
  ],
}

const value: fc.Arbitrary<unknown> = fc.oneof({ maxDepth: 2 }, fc.constantFrom("x", "X1", "abc", 5, 0, -1, true, false, null, "", "12"), fc.record({ b: fc.constantFrom(0, 1, 2, "3", null) }), fc.array(fc.constantFrom(1, "x"), { maxLength: 3 }))
const keys = fc.record({ a: value, "a.b": fc.constantFrom(1, 7, "q"), list: value, _clear: fc.constant(true) }, { requiredKeys: [] })
const push: fc.Arbitrary<Push> = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(fc.constantFrom("one", "two", "three"), keys).map(([event, more]): Push => ({ event, ...more })) },
  { weight: 2, arbitrary: keys },
  fc.constantFrom("granted", "denied").map((state): Push => ["consent", "update", { ad_storage: state }]),
  fc.tuple(fc.constantFrom("a", "list"), value).map(([key, to]): Push => ["set", key, to]),
  fc.tuple(fc.constantFrom("one", "two"), fc.record({ method: fc.constant("m") })).map(([name, params]): Push => ["event", name, params]),
)

const essence = (events: readonly EventRecord[]) =>
  events.map(({ event, consent, fired, notFired }) => ({ event, consent, fired: fired.map(({ tag, values }) => ({ tag, values })), notFired: notFired.map(({ tag, reason, detail }) => ({ tag, reason, detail })) }))

test("property: on any pushes the page and Node fire the same tags with the same values for the same reasons", async () => {
  const made = container(everything)
  const script = await gtmJs(made)
  const opened = await context()
  const page = await opened.newPage()
  await page.route("**/*", (route) => (route.request().isNavigationRequest() ? route.fulfill({ contentType: "text/html", body: "<!doctype html><title>Home</title><body></body>" }) : route.fulfill({ status: 204 })))
  await page.goto("https://www.example.com/")
  /** One browser page for all runs: each gets a fresh frame with its own globals. */
  const inPage = async (pushes: readonly Push[]): Promise<unknown> =>
    page.evaluate(`(async () => {
      const frame = document.createElement("iframe"); frame.src = "/"; document.body.append(frame);
      await new Promise((done) => frame.onload = done);
      const w = frame.contentWindow, events = [];
      w.__tagwright_gtm_record = (record) => events.push(JSON.parse(JSON.stringify(record)));
      w.__tagwright_gtm_send = () => true;
      w.eval("var dataLayer = [{'gtm.start': 1, event: 'gtm.js'}]; function gtag() { dataLayer.push(arguments) }");
      w.eval(${JSON.stringify(script)});
      await new Promise((done) => w.setTimeout(done, 0));
      for (const push of ${JSON.stringify(pushes)}) w.eval(Array.isArray(push) ? "gtag.apply(null, " + JSON.stringify(push) + ")" : "dataLayer.push(" + JSON.stringify(push) + ")");
      await new Promise((done) => w.setTimeout(() => w.setTimeout(done, 0), 0));
      w.dispatchEvent(new w.Event("pagehide"));
      frame.remove();
      return events.sort((a, b) => a.index - b.index);
    })()`)
  await fc.assert(fc.asyncProperty(fc.array(push, { maxLength: 6 }), async (pushes) => {
    const node = run(made, [{ event: "gtm.js" }, { event: "gtm.dom" }, { event: "gtm.load" }, ...pushes], { page: { url: "https://www.example.com/", title: "Home" } })
    const records = await inPage(pushes)
    const seen: EventRecord[] = Array.isArray(records) ? records : []
    expect(essence(seen)).toEqual(JSON.parse(JSON.stringify(essence(node.events))))
  }), { numRuns: 40 })
  await opened.close()
}, 120_000)
