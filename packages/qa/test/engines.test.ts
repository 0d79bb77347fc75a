import { describe, expect, test, vi } from "vitest"
import { findBrowser } from "../src/index.ts"
import { watch } from "./watch.ts"

vi.setConfig({ testTimeout: 300_000 })

describe("Further browsers walk the same journeys", () => {
  // Three more engines take a minute: npm run engines -w packages/qa
  test.runIf(process.env["TAGWRIGHT_ENGINES"] !== undefined)("a telephone and, where they are installed, Firefox and WebKit see what Chromium sees; a missing one is told with its reason", async () => {
    const { of } = await watch({}, { scenarios: ["all", "none"], browsers: ["chromium", "chromium-mobile", "firefox", "webkit"] })
    const engines = of("run")[0]?.engines ?? []
    expect(engines.map(({ name }) => name).toSorted()).toEqual(["chromium-mobile", "firefox", "webkit"])
    for (const { outcome, reason, version } of engines) expect(outcome === "ran" ? version : reason).toMatch(outcome === "ran" ? /^\d/ : /was found/)
    const ran = ["visitor becomes a lead", ...engines.flatMap(({ name, outcome }) => (outcome === "ran" ? [`visitor becomes a lead (${name})`] : []))]
    for (const scenario of ["all", "none"])
      for (const journey of ran) {
        const here = <T extends { scenario: string; journey: string }>(list: T[]) => list.filter((one) => one.scenario === scenario && one.journey === journey)
        expect(here(of("step")).map(({ outcome, reason }) => reason ?? outcome), `${scenario} ${journey}`).toEqual(Array.from({ length: 6 }, () => "done"))
        expect(here(of("expectation")).map(({ event, outcome }) => `${event} ${outcome}`).filter((text) => !text.endsWith("met")), `${scenario} ${journey}`).toEqual([])
        expect(here(of("request")).some(({ destination }) => destination === "pixel"), `${scenario} ${journey}`).toBe(scenario === "all")
        expect(here(of("request")).filter(({ party }) => party === "collect").length, `${scenario} ${journey}`).toBe(1)
      }
  })

  test("when nothing that was asked for is there, the run does not start", async () => {
    vi.stubEnv("TAGWRIGHT_FIREFOX", "/nowhere/firefox")
    try {
      expect(findBrowser("firefox")).toBeUndefined()
      await expect(watch({}, { browsers: ["firefox"] })).rejects.toThrow("No Firefox was found")
    } finally {
      vi.unstubAllEnvs()
    }
  })
})
