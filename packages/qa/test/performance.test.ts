import { describe, expect, test } from "vitest"
import type { ContainerExport, PerformanceRecord } from "@tagwright/formats"
import { withoutTag } from "../src/performance/measure.ts"
import { reportOf } from "../src/performance/report.ts"
import { watch } from "./watch.ts"

/** Only the measurement counts here: the shortest journey of the tiny plan goes before it. */
const measured = async (planted: { slowKit?: number }) => {
  const { of } = await watch(planted, { scenarios: ["none"], journeys: [], performance: { pairs: 3, pages: ["/contact/"] } })
  const numbers = new Map(of("performance").map(({ metric, volatile }) => [metric, volatile]))
  return { of: (metric: "blocking" | "requests" | "bytes") => numbers.get(metric), metrics: [...numbers.keys()].toSorted(), budgets: Object.fromEntries(of("performance").flatMap(({ metric, budget }) => (budget === undefined ? [] : [[metric, budget]]))) }
}

test("performance.json says page by page what tracking costs, and each tag by itself", () => {
  const volatile = { pairs: 3, without: 1, with: 3, difference: 2, low: 1, high: 3, noiseLow: 0, noiseHigh: 0 }
  const record = (page: string, tag?: string): PerformanceRecord => ({ kind: "performance", page, metric: "requests", slowdown: 4, ...(tag === undefined ? {} : { tag }), volatile })
  expect(reportOf([record("/"), record("/", "Meta — page_view"), record("/contact/")])).toEqual({
    version: 1,
    slowdown: 4,
    pages: [
      { page: "/", tracking: { requests: volatile }, tags: [{ tag: "Meta — page_view", cost: { requests: volatile } }] },
      { page: "/contact/", tracking: { requests: volatile }, tags: [] },
    ],
  })
})

test("one tag is left out, or paused where another is set up by it, and the others are left as they are", () => {
  const tag = (name: string) => ({ accountId: "1", containerId: "1", tagId: name, name, type: "html" })
  const second = { ...tag("GA4"), setupTag: [{ tagName: "Google tag" }] }
  const web: ContainerExport = { exportFormatVersion: 2, containerVersion: { accountId: "1", containerId: "1", tag: [tag("Google tag"), tag("Meta"), second] } }
  expect(withoutTag(web, "Meta").containerVersion.tag).toEqual([tag("Google tag"), second])
  expect(withoutTag(web, "Google tag").containerVersion.tag).toEqual([{ ...tag("Google tag"), paused: true }, tag("Meta"), second])
  expect(web.containerVersion.tag).toHaveLength(3)
})

describe("O5 what tracking costs is measured with and without it", () => {
  test("a kit that holds the page up stands in the difference, and not in the control", async () => {
    const { of, metrics, budgets } = await measured({ slowKit: 400 })
    expect(metrics).toEqual(["blocking", "bytes", "interaction", "largestPaint", "layoutShift", "load", "longTasks", "requests", "script"])
    // 400 ms of waiting, less the 50 that no visitor feels.
    expect(of("blocking")?.low).toBeGreaterThan(300)
    expect(of("blocking")?.pairs).toBe(3)
    // The kit and the container, with what they send; the control sends the same as before.
    expect(of("requests")).toMatchObject({ noiseLow: 0, noiseHigh: 0 })
    expect(of("requests")?.difference).toBeGreaterThanOrEqual(2)
    expect(of("bytes")).toMatchObject({ noiseLow: 0, noiseHigh: 0 })
    expect(budgets).toEqual({ blocking: 150, script: 400, longTasks: 3, bytes: 200_000, requests: 25, layoutShift: 0.02 })
  })
})
