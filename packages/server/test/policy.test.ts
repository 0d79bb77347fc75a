import { describe, expect, it } from "vitest"
import { brokenPromises } from "../bench/policy/promises.ts"
import type { Scenario } from "../bench/policy/scenario.ts"
import { downForADay, giantCustomer, giantDestination, mailing, rateLimited, slowDestination, storm } from "../bench/policy/scenarios.ts"
import { simulate } from "../bench/policy/simulate.ts"

/** The scenarios of `npm run simulate`, small enough for a test: the rules are the server's, the traffic is less. */
const shortStorm = { outageHours: 0.5, perSecond: 1, afterHours: 0.4, othersPerSecond: 0.2 }
const small: readonly Scenario[] = [
  storm(shortStorm),
  storm({ ...shortStorm, workers: 3 }),
  downForADay({ perSecond: 0.03, othersPerSecond: 0.01 }),
  giantDestination({ hours: 0.06 }),
  giantCustomer({ minutes: 1 }),
  slowDestination({ seconds: 12, hours: 0.25, othersPerSecond: 0.2 }),
  slowDestination({ seconds: 30, hours: 0.5, othersPerSecond: 0.1 }),
  rateLimited({ burst: 900, hours: 1, othersPerSecond: 0.1 }),
  mailing({ events: 1_500 }),
]

describe("T4 the queue under trouble, on virtual time", () => {
  it.each(small.map((scenario) => [scenario.title, scenario] as const))("%s", async (_title, scenario) => {
    const run = await simulate(scenario)
    expect(brokenPromises(run)).toEqual([])
    // Nothing is lost on the way, and the trouble was real.
    for (const { events, delivered, dead, withheld, waiting } of Object.values(run.totals)) expect(delivered + dead + withheld + waiting).toBe(events)
    expect(run.totals[scenario.trouble.destination]?.events).toBeGreaterThan(0)
  })

  it("plays the same seed to the same figures", async () => {
    const [one, two, other] = [await simulate(mailing({ events: 300 })), await simulate(mailing({ events: 300 })), await simulate(mailing({ events: 300 }), undefined, 2)]
    expect(two.totals).toEqual(one.totals)
    expect(other.totals).not.toEqual(one.totals)
  })

  it("without the breaker a destination that is down gets thousands of requests, and the promises say so", async () => {
    expect(brokenPromises(await simulate(storm({ ...shortStorm, outageHours: 0.25 }), "breaker")).join()).toContain("requests an hour while it is down")
  })
  it("without jitter what failed together comes back together, and the promises say so", async () => {
    expect(brokenPromises(await simulate(mailing({ events: 1_500 }), "jitter")).join()).toContain("what failed together")
  })
})
