import { describe, expect, test } from "vitest"
import { run } from "../../src/runtime/index.ts"
import { event, google, hits, quiet, requests, settings } from "../support/ga4.ts"
import { container, onEvent, text } from "../support/runtime-container.ts"

describe("D1 requests", () => {
  test("direct: POST with everything in the query", () => {
    const [first] = requests([google()], [], { region: "US" })
    expect([first?.method, first?.body, new URL(first?.url ?? "").hostname, new URL(first?.url ?? "").pathname]).toEqual(["POST", undefined, "www.google-analytics.com", "/g/collect"])
  })

  test("in Europe the regional host", () => {
    expect(requests([google()], [], { region: "FR" })[0]?.url).toMatch(/^https:\/\/region1\.google-analytics\.com\//)
  })

  test("own server: GET, the port dropped, a last key without value", () => {
    const [first] = requests([google({ server_container_url: "https://t.shop.example:8443/metrics" })], [])
    expect(first?.method).toBe("GET")
    expect(first?.url).toMatch(/^https:\/\/t\.shop\.example\/metrics\/g\/collect\?/)
    expect(first?.url).toMatch(/&richsstsse$/)
  })

  test("events after the first share a request: one per line, equal values in the URL", () => {
    const all = requests([google(), event("a"), event("b")], [{ event: "a" }, { event: "b" }])
    expect(all).toHaveLength(2)
    expect(all[1]?.body?.split("\r\n").map((line) => new URLSearchParams(line).get("en"))).toEqual(["a", "b"])
    expect(new URL(all[1]?.url ?? "").searchParams.has("sid")).toBe(true)
    expect(all[1]?.tags).toEqual(["GA4 a", "GA4 b"])
  })

  test("a URL that grows too long moves its event to the body", () => {
    const long = "x".repeat(3000)
    const all = requests([google(), event("a", "a", settings({ long: "{{v}}" }, "eventSettingsTable"))], [{ event: "a", v: long }])
    expect(all[1]?.url.length).toBeLessThan(2048)
    expect(new URLSearchParams(all[1]?.body).get("ep.long")).toBe(long)
  })

  test("events wait for each other: five seconds, half a second for the first to a server container", () => {
    const at = (config: Record<string, string>): number[] => {
      const times: number[] = []
      const tick = { name: "clock", type: "TIMER", accountId: "1", containerId: "77", eventName: text("", "gtm.timer"), interval: text("", "100"), limit: text("", "60") }
      const made = container({ triggers: [onEvent("a"), tick], tags: [google(config), event("a"), { name: "probe", type: "img", on: ["clock"], parameter: [text("url", "https://p.example/")] }] })
      let ticks = 0
      run(made, [{ event: "a" }], {}).requests.forEach(({ url, tags }) => {
        if (url.startsWith("https://p.example/")) ticks += 1
        else if (tags.includes("GA4 a")) times.push(ticks)
      })
      return times
    }
    // Counted in ticks of a tenth of a second.
    expect(at({})).toEqual([49])
    expect(at({ server_container_url: "https://t.shop.example" })).toEqual([4])
  })

  test("the rate guard drops what is over 20 at once", () => {
    const made = hits([quiet, event("a")], Array.from({ length: 40 }, () => ({ event: "a" })))
    expect(made).toHaveLength(20)
  })
})
