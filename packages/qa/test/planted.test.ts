import { describe, expect, test, vi } from "vitest"
import { tinyPlan } from "./tiny-plan.ts"
import type { Planted } from "./tiny-site.ts"
import { watch } from "./watch.ts"

/** A run of its own browser per test: on a busy machine that is slow, and nothing but a hang should end it. */
vi.setConfig({ testTimeout: 240_000 })
const one = { scenarios: ["none"] }
const onlyBanner = tinyPlan((plan) => ({ ...plan, journeys: { banner: { steps: [{ visit: "/" }, { consent: "scenario" }] } } }))

describe("A planted fault stands in the evidence, and nothing else does", () => {
  test("P3 a tag that asks nobody reaches its vendor though marketing was refused", async () => {
    const { of } = await watch({ tagWithoutConsent: true }, one)
    const pixel = of("request").filter((request) => request.destination === "pixel")
    expect(pixel.length).toBeGreaterThan(0)
    expect(pixel.some((request) => request.choice?.["marketing"] === false)).toBe(true)
    expect(of("request").filter((request) => request.destination === "ga4")).toEqual([])
  })

  test("P1 an e-mail address in a push is found, named and never written as a finding's value", async () => {
    const { of, records } = await watch({ emailInPush: true }, one)
    const found = of("personal-data")
    expect(found.map(({ place, name, event, type }) => ({ place, name, event, type }))).toEqual([{ place: "push", name: "contact", event: "lead_submit", type: "email" }])
    expect(JSON.stringify(found)).not.toContain("@")
    // Nor anywhere else in the evidence: the push itself says what stood there.
    expect(JSON.stringify(records)).not.toMatch(/quilla|testermann/i)
    expect(of("push").flatMap(({ message }) => Object.entries(Object(message)).filter(([name]) => name === "contact"))).toEqual([["contact", "[email]"]])
  })

  test("P1 a form sent by GET puts its values into the address and the referrers", async () => {
    const { of } = await watch({ formByGet: true }, one)
    const places = new Set(of("personal-data").map(({ place, type }) => `${type} in ${place}`))
    expect(places).toContain("email in request")
    expect(places).toContain("email in referrer")
    expect(places).toContain("name in request")
  })

  test("T1 a button that lost its attribute leaves its expectation missing", async () => {
    const { of } = await watch({ lostAttribute: true }, one)
    expect(of("expectation").filter(({ outcome }) => outcome !== "met").map(({ event, outcome, step }) => ({ event, outcome, step }))).toEqual([{ event: "cta_click", outcome: "missing", step: 2 }])
    expect(of("step").every(({ outcome }) => outcome === "done")).toBe(true)
  })

  test("T2 an event that counts twice is unexpected once", async () => {
    const { of } = await watch({ doublePush: true }, one)
    expect(of("expectation").filter(({ outcome }) => outcome !== "met").map(({ event, outcome }) => ({ event, outcome }))).toEqual([{ event: "cta_click", outcome: "unexpected" }])
  })

  test("P2 a banner that does not show is inconclusive, and no step after it is taken for a pass", async () => {
    const { of } = await watch({ noBanner: true }, one)
    expect(of("banner").map(({ shown }) => shown)).toEqual([false])
    expect(of("step").map(({ outcome }) => outcome)).toEqual(["done", "inconclusive", "inconclusive", "inconclusive", "inconclusive", "inconclusive"])
    expect(of("expectation")).toEqual([])
  })

  test("P4 a reject button on the second layer costs a click more", async () => {
    const { of } = await watch({ rejectHidden: true }, one)
    expect(of("banner").find(({ step }) => step === 1)).toMatchObject({ acceptClicks: 1, rejectClicks: 2 })
    expect(of("step").at(1)?.outcome).toBe("done")
  })

  test("P4 what hides a reject button stands in the banner's measurements, and only there", async () => {
    const looksOf = async (darkReject?: NonNullable<Planted["darkReject"]>) => {
      const { of } = await watch(darkReject === undefined ? {} : { darkReject }, { ...one, journeys: ["banner"], plan: onlyBanner })
      const { areaRatio = 0, contrast = { accept: 0, reject: 0 }, fill = { accept: 0, reject: 0 }, tabStops, sameFontSize } = of("banner")[0] ?? {}
      return { equalSize: areaRatio > 0.8 && areaRatio < 1.25, sameFontSize, readable: contrast.reject >= 4.5, sameFill: fill.accept / fill.reject < 1.5, tabStops }
    }
    const fair = { equalSize: true, sameFontSize: true, readable: true, sameFill: true, tabStops: { accept: 1, reject: 2 } }
    expect(await looksOf()).toEqual(fair)
    expect(await looksOf("pale")).toMatchObject({ readable: false, sameFontSize: true, tabStops: fair.tabStops })
    expect(await looksOf("small")).toEqual({ ...fair, equalSize: false, sameFontSize: false })
    expect(await looksOf("no keyboard")).toEqual({ ...fair, tabStops: { accept: 1 } })
    expect(await looksOf("far away")).toEqual({ ...fair, tabStops: { accept: 1, reject: 4 } })
  })

  test("P4 a category ticked on the second layer is noticed when the layer is opened", async () => {
    const options = { scenarios: ["marketing"], journeys: ["banner"], plan: onlyBanner }
    const [fair, ticked] = [await watch({}, options), await watch({ preTicked: true }, options)]
    expect([fair, ticked].map(({ of }) => of("banner")[0]?.preTicked)).toEqual([[], ["analytics"]])
  })

  test("a host that nobody declared is refused and recorded as unknown", async () => {
    const { of } = await watch({ strangeHost: true }, one)
    const unknown = of("request").filter(({ party }) => party === "unknown")
    expect(new Set(unknown.map(({ url }) => url))).toEqual(new Set(["https://tracker.nobody.example/p.gif"]))
    expect(unknown.every(({ volatile }) => volatile?.["status"] === "dropped")).toBe(true)
  })
})

describe("Wrong input gives one sentence", () => {
  test("a scenario that the plan does not know", async () => {
    await expect(watch({}, { scenarios: ["everything"] })).rejects.toThrow('there is no consent scenario "everything"')
  })
  test("a site that was not built", async () => {
    await expect(watch({}, { site: { folder: "/nowhere/at/all" } })).rejects.toThrow("there is no built site")
  })
  test("an environment that the plan does not have", async () => {
    await expect(watch({}, { environment: "moon" })).rejects.toThrow("no environment moon")
  })
})
