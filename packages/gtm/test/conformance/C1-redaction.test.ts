import { describe, expect, test } from "vitest"
import { run } from "../../src/runtime/index.ts"
import { useChromium } from "../support/chromium.ts"
import { container, onEvent, text, type TestTag } from "../support/runtime-container.ts"

const { visit } = useChromium()
const conversion: TestTag = { name: "Ads", type: "awct", on: ["on lead"], parameter: [text("conversionId", "123"), text("conversionLabel", "abc")] }
const made = container({ triggers: [onEvent("lead")], tags: [conversion] })
const url = (pushes: object[]): URL => new URL(run(made, [...pushes, { event: "lead" }], { page: "https://shop.example/?gclid=G1&x=2" }).requests[0]?.url ?? "https://none.example")
const denied = ["consent", "default", { ad_storage: "denied" }]

describe("C1 ads_data_redaction", () => {
  test("with ad_storage denied: no click ids, and a host without cookies", () => {
    const redacted = url([denied, ["set", "ads_data_redaction", true]])
    expect([redacted.hostname, redacted.searchParams.get("url")]).toEqual(["pagead2.googlesyndication.com", "https://shop.example/?x=2"])
  })

  test("not without the wish, and not while ad_storage is granted", () => {
    for (const pushes of [[denied], [["set", "ads_data_redaction", true]]]) {
      const plain = url(pushes)
      expect([plain.hostname, plain.searchParams.get("url")]).toEqual(["www.googleadservices.com", "https://shop.example/?gclid=G1&x=2"])
    }
  })
})

describe("C1 url_passthrough", () => {
  test("click ids go on through links of the same site while ad_storage is denied, and nowhere else", async () => {
    const links = async (state: string): Promise<unknown> => {
      const { result } = await visit(container({}), {
        url: "https://www.example.com/?gclid=G1",
        before: `gtag("consent", "default", {ad_storage: ${JSON.stringify(state)}}); gtag("set", "url_passthrough", true);`,
        body: `<a id="own" href="/next?a=1">own</a><a id="other" href="https://other.example/">other</a>`,
        after: `(() => { document.addEventListener("click", (e) => e.preventDefault()); return ["own", "other"].map((id) => { const link = document.getElementById(id); link.click(); return link.getAttribute("href") }) })()`,
      })
      return result
    }
    expect(await links("denied")).toEqual(["https://www.example.com/next?a=1&gclid=G1", "https://other.example/"])
    expect(await links("granted")).toEqual(["/next?a=1", "https://other.example/"])
  })
})
