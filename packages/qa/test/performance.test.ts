import { describe, expect, test } from "vitest"
import { watch } from "./watch.ts"

/** Only the measurement counts here: the shortest journey of the tiny plan goes before it. */
const measured = async (planted: { slowKit?: number }) => {
  const { of } = await watch(planted, { scenarios: ["none"], journeys: [], performance: 3 })
  const numbers = new Map(of("performance").map(({ metric, volatile }) => [metric, volatile]))
  return { of: (metric: "blocking" | "requests" | "bytes") => numbers.get(metric), metrics: [...numbers.keys()].toSorted() }
}

describe("O5 what tracking costs is measured with and without it", () => {
  test("a kit that holds the page up stands in the difference, and not in the control", async () => {
    const { of, metrics } = await measured({ slowKit: 400 })
    expect(metrics).toEqual(["blocking", "bytes", "interaction", "largestPaint", "layoutShift", "load", "longTasks", "requests", "script"])
    // 400 ms of waiting, less the 50 that no visitor feels.
    expect(of("blocking")?.low).toBeGreaterThan(300)
    expect(of("blocking")?.pairs).toBe(3)
    // The kit and the container, with what they send; the control sends the same as before.
    expect(of("requests")).toMatchObject({ noiseLow: 0, noiseHigh: 0 })
    expect(of("requests")?.difference).toBeGreaterThanOrEqual(2)
    expect(of("bytes")).toMatchObject({ noiseLow: 0, noiseHigh: 0 })
  })
})
