import { describe, expect, test } from "vitest"
import { run } from "../../src/runtime/index.ts"
import { useChromium } from "../support/chromium.ts"
import { container, dlv, flag, html, js, onEvent, plainTag, text, variable } from "../support/runtime-container.ts"

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

  test("image pixels: percent-encoded in the query, a random number where caches are to be beaten", () => {
    const parts = {
      variables: [variable("odd", "c", [text("value", "a b&c=d")])], triggers: [onEvent("go")],
      tags: [plainTag("t", ["on go"], { parameter: [text("url", "https://p.example/{{odd}}?v={{odd}}"), flag("useCacheBuster", true), text("cacheBusterQueryParam", "gtmcb")] })],
    }
    expect(run(container(parts), [{ event: "go" }], { random: () => 0.5 }).requests.map((request) => request.url)).toEqual(["https://p.example/a%20b&c=d?v=a%20b%26c%3Dd&gtmcb=1073741823"])
  })
})
