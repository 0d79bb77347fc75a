import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { ruleSets, type ChannelRule, type Match } from "../src/attribution/channel-rules.ts"
import { channelNames, channelOf, classify, DIRECT, trafficOf, type TrafficSource } from "../src/attribution/channels.ts"
import { splitExactly } from "../src/attribution/credit.ts"
import { markovShares } from "../src/attribution/markov.ts"
import { attribute, attributeByShares, reversalOf, singleModels, type SingleModel } from "../src/attribution/models.ts"
import { sessionsOf, type SessionRules, type View } from "../src/attribution/sessions.ts"
import { sources } from "../src/attribution/sources.ts"
import { shapleyValues } from "../src/attribution/shapley.ts"

const DAY_MS = 86_400_000
const models = Object.keys(singleModels).filter((name): name is SingleModel => name in singleModels)
const touches = fc.array(fc.record({ channel: fc.constantFrom("Direct", "Email", "Paid Search", "Referral"), at: fc.integer({ min: 0, max: 100 * DAY_MS }) }), { maxLength: 12 })

/** A visit that fits each condition of a rule, made from the rule itself. */
const LIKE: Record<string, string> = { "(.*cp.*|ppc|retargeting|paid.*)": "cpc", "(.*(([^a-df-z]|^)shop|shopping).*)": "summer shopping", ".*cross-network.*": "cross-network", ".*video.*": "video", "(.*push|.*mobile.*|.*notification.*)": "web-push" }
const exampleOf = (match: Match | undefined, otherwise: string): string => {
  if (match === undefined) return otherwise
  if ("is" in match) return match.is[0] ?? ""
  return "site" in match ? (sources[match.site].split(" ")[0] ?? "") : (LIKE[match.like] ?? "")
}
const examplesOf = (rules: readonly ChannelRule[]): TrafficSource[] =>
  rules.flatMap(({ any }) => any.map(({ source, medium, campaign }) => ({ source: exampleOf(source, "partner.example"), medium: exampleOf(medium, "other"), campaign: exampleOf(campaign, "(not set)") })))

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
  it("a visit is classified by the rules of its day: assistants have a channel of their own since May 2026", () => {
    const chat = { source: "chatgpt.com", medium: "referral", campaign: "(not set)" }
    expect(classify(chat, Date.UTC(2026, 3, 1))).toEqual({ channel: "Referral", rules: "ga4-2023-11" })
    expect(classify(chat, Date.UTC(2026, 5, 1))).toEqual({ channel: "AI Assistant", rules: "ga4-2026-06" })
  })
  it("rule sets stand in the order of time, and every channel of one can be reached", () => {
    const froms = ruleSets.map(({ from }) => from)
    expect(froms).toEqual(froms.toSorted((a, b) => a - b))
    for (const { from, rules } of ruleSets) {
      const reached = new Set(examplesOf(rules).map((traffic) => classify(traffic, from).channel))
      expect(rules.map(({ channel }) => channel).filter((channel) => !reached.has(channel))).toEqual([])
    }
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
  it("whatever the refunds, each takes its own sum, and a purchase refunded in full leaves nothing anywhere", () =>
    fc.assert(
      fc.property(touches, fc.integer({ min: 1, max: 1_000_000 }), fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 5 }), fc.constantFrom(...models), (path, minor, shares, model) => {
        const creditsFor = (value: number) => attribute(model, { touches: path, at: 101 * DAY_MS, minor: value }, 90 * DAY_MS)
        const sums = new Map(creditsFor(minor).map((credit) => [credit.channel, credit.minor]))
        let left = minor
        for (const share of [...shares, 1]) {
          const refunded = Math.floor(left * share)
          const credits = reversalOf(creditsFor, left, refunded)
          expect(credits.reduce((sum, credit) => sum + credit.minor, refunded)).toBe(0)
          for (const credit of credits) sums.set(credit.channel, (sums.get(credit.channel) ?? 0) + credit.minor)
          left -= refunded
        }
        expect([...sums.values()].every((sum) => sum === 0)).toBe(true)
      }),
    ))
  it("add up to the value with learned shares too", () =>
    fc.assert(
      fc.property(touches, fc.integer({ min: 0, max: 1_000_000 }), fc.dictionary(fc.constantFrom("Direct", "Email", "Paid Search", "Referral"), fc.double({ min: 0, max: 1, noNaN: true })), (path, minor, shares) => {
        const credits = attributeByShares(new Map(Object.entries(shares)), { touches: path, at: 101 * DAY_MS, minor }, 90 * DAY_MS)
        expect(credits.reduce((sum, credit) => sum + credit.minor, 0)).toBe(minor)
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

const MINUTE_MS = 60_000
const email = { source: "letter", medium: "email", campaign: "may" }
const ads = { source: "google", medium: "cpc", campaign: "brand" }
const ga4: SessionRules = { kind: "ga4", idleMs: 30 * MINUTE_MS, timeZone: "Europe/Berlin" }
const view = (at: number, traffic = DIRECT, more: Partial<View> = {}): View => ({ at, traffic, isPage: true, isKeyEvent: false, ...more })

describe("K3 sessions", () => {
  it("end after the pause, and not before", () => {
    expect(sessionsOf([view(0), view(30 * MINUTE_MS)], ga4)).toHaveLength(1)
    expect(sessionsOf([view(0), view(30 * MINUTE_MS + 1)], ga4)).toHaveLength(2)
  })
  it("GA4: neither midnight nor a new campaign ends one; Universal Analytics: both do", () => {
    // 23:55 and 00:05 in Berlin, winter time.
    const midnight = Date.UTC(2026, 10, 24, 23)
    const acrossMidnight = [view(midnight - 5 * MINUTE_MS, email), view(midnight + 5 * MINUTE_MS)]
    expect(sessionsOf(acrossMidnight, ga4)).toMatchObject([{ traffic: email, pages: 2 }])
    expect(sessionsOf(acrossMidnight, { ...ga4, kind: "universal" })).toHaveLength(2)
    expect(sessionsOf(acrossMidnight, { ...ga4, kind: "universal", timeZone: "America/New_York" })).toHaveLength(1)
    const newCampaign = [view(0, email), view(MINUTE_MS, ads), view(2 * MINUTE_MS)]
    expect(sessionsOf(newCampaign, { ...ga4, timeZone: "UTC" })).toMatchObject([{ traffic: email }])
    expect(sessionsOf(newCampaign, { ...ga4, kind: "universal", timeZone: "UTC" })).toMatchObject([{ traffic: email, pages: 1 }, { traffic: ads, pages: 2 }])
  })
  it.each([
    ["one page, left at once", [view(0)], false],
    ["two pages", [view(0), view(1)], true],
    ["ten seconds and a little", [view(0), view(10_001, DIRECT, { isPage: false })], true],
    ["a key event", [view(0), view(1, DIRECT, { isPage: false, isKeyEvent: true })], true],
    ["ten seconds exactly", [view(0), view(10_000, DIRECT, { isPage: false })], false],
  ])("are engaged or not: %s", (_what, views, isEngaged) => expect(sessionsOf(views, ga4)[0]?.isEngaged).toBe(isEngaged))
  it("hold every view once, in order, and are apart by more than the pause", () =>
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 500 }), { maxLength: 30 }), (minutes) => {
        const sessions = sessionsOf(minutes.map((minute) => view(minute * MINUTE_MS)), ga4)
        expect(sessions.reduce((sum, { pages }) => sum + pages, 0)).toBe(minutes.length)
        sessions.slice(1).forEach(({ start }, index) => expect(start - (sessions[index]?.end ?? 0)).toBeGreaterThan(30 * MINUTE_MS))
      }),
    ))
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
