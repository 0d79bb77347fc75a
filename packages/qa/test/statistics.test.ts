import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { intervalOf, median } from "../src/performance/statistics.ts"

describe("O5 the interval of a median", () => {
  test("lies within the samples, holds the median, and is the same every time", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1000, max: 1000, noNaN: true }), { minLength: 3, maxLength: 15 }), (samples) => {
        const { low, middle, high } = intervalOf(samples)
        expect(low).toBeLessThanOrEqual(middle)
        expect(high).toBeGreaterThanOrEqual(middle)
        expect(low).toBeGreaterThanOrEqual(Math.min(...samples))
        expect(high).toBeLessThanOrEqual(Math.max(...samples))
        expect(intervalOf(samples)).toEqual({ low, middle, high })
      }),
      { numRuns: 50 },
    )
  })
  test("of one value is that value; of an even number the middle is between", () => {
    expect(intervalOf([7])).toEqual({ low: 7, middle: 7, high: 7 })
    expect(median([4, 1, 3, 2])).toBe(2.5)
  })
  test("does not hold zero where every pair differs by something", () => expect(intervalOf([90, 110, 95, 130, 105]).low).toBeGreaterThan(0))
})
