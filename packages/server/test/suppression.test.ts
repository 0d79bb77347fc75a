import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { contactNames, emailsIn } from "../src/identity/contacts.ts"
import { agreedAnew } from "../src/store/suppression.ts"
import type { ConsentRecord } from "../src/store/model.ts"

const ERASED_AT = 1_000
const rule = { category: "marketing" }
/** A line of the log; visitors' clocks are wrong, so that ours is the one that counts. */
const line = (marketing: boolean, heardAt: number): ConsentRecord => ({ at: heardAt - 86_400_000, choice: { necessary: true, marketing }, proof: { receivedAt: heardAt, planDigest: "d", mechanism: "choice" } })
const log = fc.array(fc.record({ marketing: fc.boolean(), wait: fc.integer({ min: 1, max: 400 }) }), { maxLength: 12 }).map((steps) => {
  let at = 0
  return steps.map(({ marketing, wait }) => line(marketing, (at += wait)))
})

describe("P4 who was erased has agreed anew", () => {
  it("never while the latest choice is a no, nor when nothing was heard since the erasure, nor without any choice", () => {
    fc.assert(
      fc.property(log, fc.boolean(), (lines, wasLead) => {
        expect(agreedAnew([...lines, line(false, 9_000)], rule, ERASED_AT, wasLead)).toBe(false)
        expect(agreedAnew(lines.filter(({ proof }) => (proof?.receivedAt ?? 0) <= ERASED_AT), rule, ERASED_AT, wasLead)).toBe(false)
        expect(agreedAnew([], rule, ERASED_AT, wasLead)).toBe(false)
        expect(agreedAnew(lines, { category: "another" }, ERASED_AT, wasLead)).toBe(false)
      }),
    )
  })
  it("whenever a no is followed by a yes after the erasure; however often the yes is said again", () => {
    fc.assert(
      fc.property(log, fc.boolean(), fc.integer({ min: 1, max: 5 }), (lines, wasLead, times) => {
        const yes = Array.from({ length: times }, (_, index) => line(true, 9_001 + index))
        expect(agreedAnew([...lines, line(false, 9_000), ...yes], rule, ERASED_AT, wasLead)).toBe(true)
      }),
    )
  })
  it("the erased browser only by a change of mind, any other one by the first yes that is heard afterwards", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1_001, max: 9_000 }), { minLength: 1, maxLength: 6 }), (times) => {
        const yes = times.toSorted((a, b) => a - b).map((at) => line(true, at))
        expect(agreedAnew(yes, rule, ERASED_AT, true)).toBe(false)
        expect(agreedAnew(yes, rule, ERASED_AT, false)).toBe(true)
        expect(agreedAnew([line(true, 500), ...yes], rule, ERASED_AT, false), "a yes from before goes on").toBe(false)
      }),
    )
  })
})

describe("addresses as names", () => {
  const kinds = { email: "email", work: "email", mobile: "phone" } as const
  it("one address is one name, however it is written; values that are no addresses have none", () => {
    const name = contactNames({ email: "ada@buyer.example" }, kinds)
    expect(contactNames({ work: "  ADA@Buyer.Example " }, kinds)).toEqual(name)
    const number = contactNames({ mobile: "+44 20 7946 0018" }, kinds)
    for (const written of ["0044 20 7946-0018", "+44(0)20 79460018"]) expect(contactNames({ mobile: written }, kinds)).toEqual(number)
    expect(contactNames({ mobile: "020 7946 0018" }, kinds), "without its country a number may be somebody else's").not.toEqual(number)
    expect(contactNames({ name: "Ada", constructor: "x" }, kinds)).toEqual([])
  })
  it("every address of a person is told once, as it was written last", () => {
    expect(emailsIn([{ email: "Ada@buyer.example" }, { work: "ada@work.example", name: "Ada" }, { email: " ada@buyer.example" }], kinds)).toEqual(["Ada@buyer.example", "ada@work.example"])
  })
})
