import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { channelNames, channelOf, trafficOf } from "../src/attribution/channels.ts"
import { splitExactly } from "../src/attribution/credit.ts"
import { markovShares } from "../src/attribution/markov.ts"
import { attribute, singleModels, type SingleModel } from "../src/attribution/models.ts"
import { shapleyValues } from "../src/attribution/shapley.ts"

const DAY_MS = 86_400_000
const models = Object.keys(singleModels).filter((name): name is SingleModel => name in singleModels)
const touches = fc.array(fc.record({ channel: fc.constantFrom("Direct", "Email", "Paid Search", "Referral"), at: fc.integer({ min: 0, max: 100 * DAY_MS }) }), { maxLength: 12 })

describe("K3 channels as GA4 groups them", () => {
  it.each([
    ["google", "cpc", "Paid Search"],
    ["www.google.de", "organic", "Organic Search"],
    ["newsletter", "email", "Email"],
    ["podcast", "audio", "Audio"],
    ["l.instagram.com", "referral", "Organic Social"],
    ["t.co", "referral", "Organic Social"],
    ["youtube", "paid-video", "Paid Video"],
    ["doubleclick", "cpm", "Display"],
    ["google", "cpm", "Paid Search"],
    ["chatgpt.com", "referral", "AI Assistant"],
    ["partner.example", "referral", "Referral"],
    ["(direct)", "(none)", "Direct"],
    ["poster", "print", "Unassigned"],
  ])("%s / %s is %s", (source, medium, channel) => expect(channelOf({ source, medium, campaign: "(not set)" })).toBe(channel))

  it("campaign parameters win over click ids, these over the referrer; the site's own pages are no source", () => {
    const touch = { at: 1, landing: "https://shop.example/", referrer: "https://www.bing.com/" }
    expect(channelOf(trafficOf({ ...touch, params: { utm_source: "letter", utm_medium: "email", gclid: "x" } }))).toBe("Email")
    expect(channelOf(trafficOf({ ...touch, params: { gclid: "x" } }))).toBe("Paid Search")
    expect(channelOf(trafficOf({ ...touch, params: {} }))).toBe("Organic Search")
    expect(channelOf(trafficOf({ ...touch, referrer: "https://shop.example/a", params: {} }))).toBe("Direct")
  })
  it("every source and medium has a channel", () =>
    fc.assert(fc.property(fc.string(), fc.string(), fc.string(), (source, medium, campaign) => void expect(channelNames).toContain(channelOf({ source, medium, campaign })))))
})

describe("K12 credits", () => {
  it("add up to the value, to the last cent, in every model", () =>
    fc.assert(
      fc.property(touches, fc.integer({ min: -1_000_000, max: 1_000_000 }), fc.constantFrom(...models), (path, minor, model) => {
        const credits = attribute(model, { touches: path, at: 101 * DAY_MS, minor }, 90 * DAY_MS)
        expect(credits.reduce((sum, credit) => sum + credit.minor, 0)).toBe(minor)
      }),
    ))
  it("a refund takes back exactly what its purchase was credited with", () =>
    fc.assert(
      fc.property(touches, fc.integer({ min: 1, max: 1_000_000 }), fc.constantFrom(...models), (path, minor, model) => {
        const of = (value: number) => attribute(model, { touches: path, at: 101 * DAY_MS, minor: value }, 90 * DAY_MS)
        expect(of(-minor)).toEqual(of(minor).map((credit) => ({ ...credit, minor: -credit.minor })))
      }),
    ))
  it("follow the largest remainder", () => {
    expect(splitExactly(100, [1, 1, 1])).toEqual([34, 33, 33])
    expect(splitExactly(10, [0.4, 0.2, 0.4])).toEqual([4, 2, 4])
  })
  it.each([
    ["first", [["Email", 1000]]],
    ["last", [["Direct", 1000]]],
    ["last-non-direct", [["Paid Search", 1000]]],
    ["linear", [["Email", 334], ["Paid Search", 333], ["Direct", 333]]],
    ["position", [["Email", 400], ["Paid Search", 200], ["Direct", 400]]],
    ["time-decay", [["Email", 143], ["Paid Search", 286], ["Direct", 571]]],
  ] as const)("%s splits a known journey as defined", (model, expected) => {
    const path = [{ channel: "Email", at: 0 }, { channel: "Paid Search", at: 7 * DAY_MS }, { channel: "Direct", at: 14 * DAY_MS }]
    expect(attribute(model, { touches: path, at: 14 * DAY_MS, minor: 1000 }, 90 * DAY_MS).map(({ channel, minor }) => [channel, minor])).toEqual(expected)
  })
})

const journeys = fc.array(fc.record({ channels: fc.array(fc.constantFrom("A", "B", "C", "D"), { minLength: 1, maxLength: 5 }), converted: fc.boolean() }), { minLength: 1, maxLength: 40 })

describe("K12 data-driven models", () => {
  it("Markov: a channel nobody can do without gets everything", () => {
    expect(markovShares([{ channels: ["A"], converted: true }, { channels: ["B"], converted: false }])).toEqual(new Map([["A", 1], ["B", 0]]))
  })
  it("Markov: removal effects of a textbook chain", () => {
    // Ways: A→B converts, B converts, A is lost. Without A: half of the conversions; without B: none.
    const shares = markovShares([{ channels: ["A", "B"], converted: true }, { channels: ["B"], converted: true }, { channels: ["A"], converted: false }])
    expect(shares.get("A")).toBeCloseTo(1 / 3)
    expect(shares.get("B")).toBeCloseTo(2 / 3)
  })
  it("Markov shares add up to one", () =>
    fc.assert(fc.property(journeys, (ways) => void expect([...markovShares(ways).values()].reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6)), { numRuns: 50 }))
  it("Shapley: what only comes together is shared equally", () => {
    expect(shapleyValues([{ channels: ["A", "B"], converted: true }, { channels: ["A"], converted: true }])).toEqual(new Map([["A", 1.5], ["B", 0.5]]))
  })
  it("Shapley values add up to the conversions", () =>
    fc.assert(
      fc.property(journeys, (ways) => {
        const sum = [...shapleyValues(ways).values()].reduce((total, value) => total + value, 0)
        expect(sum).toBeCloseTo(ways.filter((way) => way.converted).length, 6)
      }),
      { numRuns: 50 },
    ))
})
