import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { measured } from "../bench/capacity/costs.ts"
import { assumed, capacityOf } from "../bench/capacity/model.ts"

describe("the capacity model", () => {
  const rate = fc.integer({ min: 1, max: 2_000_000 })
  it("takes twice as much for twice the rate, and always enough primaries", () => {
    fc.assert(
      fc.property(rate, fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 1_000 }), (events, deliveries, days) => {
        const given = { ...assumed, rate: events, deliveries, days }
        const [once, twice] = [capacityOf(measured, given), capacityOf(measured, { ...given, rate: 2 * events })]
        expect(twice.bytesADay).toBeCloseTo(2 * once.bytesADay)
        expect(twice.cores.database).toBeCloseTo(2 * once.cores.database)
        expect(once.shards * (once.limits[0]?.eventsASecond ?? 0)).toBeGreaterThanOrEqual(events)
        expect(once.limits.map((one) => one.eventsASecond)).toEqual(once.limits.map((one) => one.eventsASecond).toSorted((a, b) => a - b))
      }),
    )
  })
  it("knows what ends first: the volume where events are kept long, the log where they are not", () => {
    expect(capacityOf(measured, { ...assumed, days: 90 }).limits[0]?.what).toBe("volume of the primary")
    expect(capacityOf(measured, { ...assumed, days: 1 }).limits[0]?.what).toBe("log of the primary")
  })
  it("adds up by hand: one event and one delivery a second for a day", () => {
    const { bytesADay, walBytesASecond, cores } = capacityOf({ eventBytes: 600, deliveryBytes: 400, eventWalBytes: 1_000, deliveryWalBytes: 1_500, ingestMicros: 60, workerMicros: 80, databaseEventMicros: 50, databaseDeliveryMicros: 40 }, { ...assumed, rate: 1, deliveries: 1, load: 0.5 })
    expect(bytesADay).toBe(86_400_000)
    expect(walBytesASecond).toBe(2_500)
    expect(cores).toEqual({ ingest: 0.000_12, workers: 0.000_16, database: 0.000_18 })
  })
})
