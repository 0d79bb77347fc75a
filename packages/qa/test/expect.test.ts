import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { judgeExpectations, type Expected, type Happened } from "../src/journey/expect.ts"

const want = (event: string, params: Expected["params"] = {}): Expected => ({ event, params, source: "browser" })
const came = (event: string, params: Record<string, unknown> = {}): Happened => ({ event, params })
const outcomes = (expected: Expected[], happened: Happened[]) => judgeExpectations(expected, happened).map(({ event, outcome }) => `${event} ${outcome}`)

describe("Expectations of a step", () => {
  test.each([
    { title: "what came as asked is met", expected: [want("a")], happened: [came("a", { x: 1 })], says: ["a met"] },
    { title: "what never came is missing", expected: [want("a")], happened: [came("b")], says: ["a missing"] },
    { title: "another value is different, not missing", expected: [want("a", { x: 1 })], happened: [came("a", { x: 2 })], says: ["a different"] },
    { title: "the text 1 is not the number 1", expected: [want("a", { x: 1 })], happened: [came("a", { x: "1" })], says: ["a different"] },
    { title: "the same again is a double count, whatever its id", expected: [want("a")], happened: [came("a", { event_id: "1" }), came("a", { event_id: "2" })], says: ["a met", "a unexpected"] },
    { title: "the same event about something else is none", expected: [want("a")], happened: [came("a", { section: "hero" }), came("a", { section: "foot" })], says: ["a met"] },
    { title: "twice asked and twice come is fine", expected: [want("a"), want("a")], happened: [came("a"), came("a")], says: ["a met", "a met"] },
    { title: "one arrival serves one expectation", expected: [want("a"), want("a")], happened: [came("a")], says: ["a met", "a missing"] },
    { title: "what nobody asked for is nobody's double", expected: [], happened: [came("b"), came("b")], says: [] },
  ])("$title", ({ expected, happened, says }) => expect(outcomes(expected, happened)).toEqual(says))

  test("everything that came can be asked for, in any order", () =>
    fc.assert(
      fc.property(fc.uniqueArray(fc.record({ event: fc.constantFrom("a", "b", "c"), params: fc.dictionary(fc.constantFrom("x", "y"), fc.integer()) }), { selector: (one) => JSON.stringify(one) }), fc.func(fc.integer()), (happened, shuffle) => {
        const expected = happened.toSorted((a, b) => shuffle(a) - shuffle(b)).map((one) => want(one.event, { ...one.params, same: true }))
        const all = happened.map((one) => came(one.event, { ...one.params, same: true }))
        const met = judgeExpectations(expected.toSorted((a, b) => Object.keys(b.params).length - Object.keys(a.params).length), all).filter(({ outcome }) => outcome === "met")
        expect(met.length).toBeGreaterThan(all.length === 0 ? -1 : 0)
        expect(met.length).toBeLessThanOrEqual(all.length)
      }),
    ))
})
