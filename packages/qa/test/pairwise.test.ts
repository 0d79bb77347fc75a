import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { canPay, caseName, consentCases, samples } from "../src/matrix/cases.ts"
import { everyCase, pairwise, type Case } from "../src/matrix/pairwise.ts"
import { tinyPlan } from "./tiny-plan.ts"

const pairs = (cases: readonly Case[]) => new Set(cases.flatMap((one) => one.flatMap((a, i) => one.slice(i + 1).map((b, j) => JSON.stringify([i, a, i + 1 + j, b])))))
const factors = fc.array(fc.uniqueArray(fc.stringMatching(/^[a-z]{1,3}$/), { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 })

describe("Pairwise cases", () => {
  test("hold every pair that the whole holds, are part of it, and are the same every time", () => {
    fc.assert(
      fc.property(factors, fc.func(fc.boolean()), (values, keeps) => {
        const all = everyCase(values).filter((one) => keeps(one.join(" ")))
        const few = pairwise(all)
        expect(pairs(few)).toEqual(pairs(all))
        expect(few.every((one) => all.includes(one))).toBe(true)
        expect(pairwise(all)).toEqual(few)
      }),
    )
  })
})

describe("The consent cases of a plan", () => {
  const plan = tinyPlan((input) => ({ ...input, consent: { ...input.consent, regions: [{ regions: ["US", "CA"], grant: ["analytics"] }] } }))
  test("no one changes a choice that was never made, and no one answers a banner that does not come", () => {
    for (const one of consentCases(plan, true)) {
      expect(one.choice === undefined).toBe(one.moment === "default")
      if (one.cmp === "blocked") expect(one.choice).toBeUndefined()
    }
  })
  test("of every consent state one visitor speaks to the real server, one who can pay where any can", () => {
    const stateOf = ({ choice, gpc }: (typeof every)[number]) => JSON.stringify([choice ?? null, gpc])
    const every = consentCases(plan, true)
    for (const cases of [every, consentCases(plan, false), consentCases(tinyPlan(), false)]) {
      const sampled = [...samples(cases)]
      // 4 choices and no choice, with and without the signal
      expect(new Set(sampled.map(stateOf)).size).toBe(5 * 2)
      expect(sampled.length).toBe(5 * 2)
      expect(sampled.every(({ cmp }) => cmp !== "blocked")).toBe(true)
      for (const one of sampled) expect(canPay(one)).toBe(cases.some((other) => other.cmp !== "blocked" && stateOf(other) === stateOf(one) && canPay(other)))
    }
    expect([...samples(every)].every(canPay)).toBe(true)
  })
  test("few by default, all of them in full, each with a name of its own", () => {
    const [few, all] = [consentCases(plan, false), consentCases(plan, true)]
    expect(few.length).toBeLessThan(30)
    // 4 choices × 5 moments × 2 banners × 2 signals × 2 regions, and 3 banners × 2 × 2 without a choice
    expect(all.length).toBe(4 * 5 * 2 * 2 * 2 + 3 * 2 * 2)
    for (const cases of [few, all]) expect(new Set(cases.map((one) => caseName(plan, one))).size).toBe(cases.length)
  })
})
