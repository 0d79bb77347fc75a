import { describe, expect, test } from "vitest"
import { run } from "../../src/runtime/index.ts"
import { useChromium } from "../support/chromium.ts"
import { container, dlv, flag, html, js, onEvent, plainTag, text, variable, type TestTag } from "../support/runtime-container.ts"

const { visit } = useChromium()

describe("B8 custom HTML and interpolation", () => {
  test("nodes in order at the end of the body, values by reference in scripts, text in literals, entities in markup, failure when a script does not load", async () => {
    const parts = {
      variables: [js("fn", "function() { return function(x) { return x + 1 } }"), variable("nothing", "uv"), dlv("list", "list"), variable("odd", "c", [text("value", `a"b'<c>`)])],
      triggers: [onEvent("go")],
      tags: [
        html("html", `<div id="one" title="{{odd}}">{{odd}}</div><script>window.seen = [typeof {{fn}}, {{fn}}(1), {{nothing}} === undefined, {{list}} === google_tag_manager["GTM-TEST"].dataLayer.get("list"), "{{odd}}", '{{nothing}}', !!document.getElementById("one"), !document.getElementById("two")]</script><div id="two"></div>`, ["on go"]),
        html("throws", "<script>throw new Error('page')</script>", ["on go"]),
        html("missing", '<script src="/missing.js"></script><div id="never"></div>', ["on go"]),
        html("loads", '<script src="/there.js"></script><div id="after"></div>', ["on go"]),
      ],
    }
    const { result, errors } = await visit(container(parts), {
      after: `new Promise((done) => dataLayer.push({event: "go", list: [1], eventCallback: (id, report) => done({
        seen, status: report.tags.map((tag) => tag.status), title: document.getElementById("one").title, text: document.getElementById("one").textContent,
        never: !!document.getElementById("never"), after: !!document.getElementById("after"), last: document.body.lastElementChild.nodeName }) }))`,
    })
    expect(result).toEqual({
      seen: ["function", 2, true, true, `a"b'<c>`, "undefined", true, true], status: ["success", "success", "failure", "success"],
      title: `a"b'<c>`, text: `a"b'<c>`, never: false, after: true, last: "DIV",
    })
    expect(errors).toEqual(["page"])
  })

  test("what a script writes stands where the script does, in order, and the page is not replaced; scripts inherit the page's nonce", async () => {
    const write: TestTag = { name: "writes", type: "html", on: ["on go"], parameter: [text("html", `<i id="before"></i><script>document.write('<b id="written">w</b><script>window.ran = document.getElementById("written") !== null<' + '/script>'); document.writeln('<u id="line"></u>')</script><i id="after"></i>`), flag("supportDocumentWrite", true)] }
    const { result } = await visit(container({ triggers: [onEvent("go")], tags: [write] }), {
      body: `<p id="own">own</p><script nonce="n1"></script>`,
      after: `new Promise((done) => dataLayer.push({event: "go", eventCallback: () => done({ own: !!document.getElementById("own"), ran: window.ran, native: /native code/.test(String(document.write)),
        order: [...document.body.querySelectorAll("[id]")].map((node) => node.id).filter((id) => id !== "own"), nonces: [...document.body.querySelectorAll("script")].map((node) => node.nonce) }) }))`,
    })
    expect(result).toEqual({ own: true, ran: true, native: true, order: ["before", "written", "line", "after"], nonces: ["n1", "n1", "n1"] })
  })

  test("image pixels: percent-encoded in the query, a random number where caches are to be beaten", () => {
    const parts = {
      variables: [variable("odd", "c", [text("value", "a b&c=d")])], triggers: [onEvent("go")],
      tags: [plainTag("t", ["on go"], { parameter: [text("url", "https://p.example/{{odd}}?v={{odd}}"), flag("useCacheBuster", true), text("cacheBusterQueryParam", "gtmcb")] })],
    }
    expect(run(container(parts), [{ event: "go" }], { random: () => 0.5 }).requests.map((request) => request.url)).toEqual(["https://p.example/a%20b&c=d?v=a%20b%26c%3Dd&gtmcb=1073741823"])
  })
})
