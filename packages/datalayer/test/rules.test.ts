import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { campaignOf, foreignReferrer, nextTouches, type Touches } from "../src/attribution/touch.ts"
import { firstThatFit } from "../src/deliver/batch.ts"
import { integer, items, number, text, truth, url } from "../src/values/values.ts"

const touch = fc.record({
  at: fc.integer({ min: 0, max: 2e12 }),
  landing: fc.webUrl(),
  referrer: fc.option(fc.webUrl(), { nil: undefined }),
  params: fc.dictionary(fc.constantFrom("utm_source", "gclid"), fc.string({ minLength: 1 }), { maxKeys: 2 }),
})
const clean = ({ referrer, ...rest }: { at: number; landing: string; referrer: string | undefined; params: Record<string, string> }) => ({ ...rest, ...(referrer !== undefined && { referrer }) })
const HALF_AN_HOUR = 30 * 60_000

describe("attribution", () => {
  it("never changes the first touch, and only a campaign or another site's link changes the last", () => {
    fc.assert(
      fc.property(fc.array(touch, { minLength: 1, maxLength: 8 }), (given) => {
        const visits = given.map(clean).toSorted((a, b) => a.at - b.at)
        let known: Touches | undefined
        for (const visit of visits) {
          const next = nextTouches(known, visit, HALF_AN_HOUR)
          expect(next.first).toEqual(visits[0])
          if (known && next.last !== known.last) expect(Object.keys(visit.params).length > 0 || visit.referrer !== undefined).toBe(true)
          known = next
        }
      }),
    )
  })

  it("takes the way back from a payment page for what it is", () => {
    const landing = "https://shop.example/"
    const ad = { at: 0, landing, params: { gclid: "g" } }
    const back = { at: 60_000, landing, referrer: "https://buy.stripe.com/", params: {} }
    expect(nextTouches(nextTouches(undefined, ad, HALF_AN_HOUR), back, HALF_AN_HOUR).last).toEqual(ad)
    const later = { ...back, at: HALF_AN_HOUR + 1 }
    expect(nextTouches(nextTouches(undefined, ad, HALF_AN_HOUR), later, HALF_AN_HOUR).last).toEqual(later)
  })

  it("reads exactly the keys asked for, out of any address", () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1 }).filter((s) => s.trim() !== "" && !/[@\d+]/.test(s)), (noise, value) => {
        const query = new URLSearchParams({ utm_source: value, [`x${noise}`]: noise })
        expect(campaignOf(`?${query}`, ["utm_source", "gclid"])).toEqual({ utm_source: value.trim().slice(0, 300) })
      }),
    )
    expect(campaignOf("?utm_source=ada%40example.com&gclid=&__proto__=x", ["utm_source", "gclid", "__proto__"])).not.toHaveProperty("utm_source")
    expect(campaignOf("?utm_source=a&utm_source=b&%E0%A4%A=1", ["utm_source"])).toEqual({ utm_source: "a" })
  })

  it("knows another site from one's own", () => {
    expect(foreignReferrer("https://t.example/a?b=ada@example.com", ["shop.example"])).toBe("https://t.example/a")
    expect(foreignReferrer("https://shop.example/a", ["shop.example"])).toBe("")
    for (const odd of ["", "about:blank#", "::", "javascript:1"]) expect(() => foreignReferrer(odd, [])).not.toThrow()
  })
})

describe("values", () => {
  it("take anything without throwing, and give what their type allows or nothing", () => {
    const as = (rule: RegExp) => (value: unknown) => text(rule, value)
    const readers = { text: as(/^[^]{0,10}/), choice: as(/^(?:a|b)$/u), integer, number, truth, url: url(/^[^]{0,100}/), items, pattern: as(/^x$/) }
    const allowed: Record<keyof typeof readers, (value: unknown) => boolean> = {
      text: (v) => typeof v === "string" && v.length > 0 && v.length <= 10,
      choice: (v) => v === "a" || v === "b",
      integer: Number.isInteger,
      number: Number.isFinite,
      truth: (v) => typeof v === "boolean",
      url: (v) => typeof v === "string" && v.length <= 100,
      items: (v) => Array.isArray(v) && v.length > 0 && v.every((one) => typeof one.item_id === "string" && one.item_id !== ""),
      pattern: (v) => v === "x",
    }
    const names = ["text", "choice", "integer", "number", "truth", "url", "items", "pattern"] as const
    fc.assert(
      fc.property(fc.anything(), fc.constantFrom(...names), (value, name) => {
        const read = readers[name](value)
        expect(read === undefined || allowed[name](read)).toBe(true)
      }),
    )
  })

  it("read the text of an attribute as the number or truth it means", () => {
    expect([number("12.50"), number(""), number("1e999"), number("twelve"), integer("3"), integer("3.5"), truth("true"), truth("yes")]).toEqual([12.5, undefined, undefined, undefined, 3, undefined, true, undefined])
  })
})

describe("batches", () => {
  it("hold a beginning of the queue, at least one event, and never more than a beacon takes", () => {
    const event = fc.record({ id: fc.uuid(), name: fc.constant("e"), at: fc.nat(), page: fc.record({ url: fc.webUrl() }), params: fc.record({ note: fc.string({ maxLength: 30_000, unit: "binary" }) }) })
    fc.assert(
      fc.property(fc.array(event, { maxLength: 12 }), (queue) => {
        const batch = firstThatFit(queue)
        expect(batch).toEqual(queue.slice(0, batch.length))
        expect(batch.length > 0).toBe(queue.length > 0)
        if (batch.length > 1) expect(new TextEncoder().encode(JSON.stringify(batch)).length).toBeLessThan(64 * 1024)
      }),
      { numRuns: 40 },
    )
  })
})
