import fc from "fast-check"
import { expect, it } from "vitest"
import type { NewEvent } from "../../src/store/model.ts"
import { pack, unpack } from "../../src/store/sqlite/shared-fields.ts"
import { newEvent } from "./events.ts"

const maybe = <T>(...values: T[]) => fc.option(fc.constantFrom(...values), { nil: undefined })
const pages = [{ url: "https://shop.example/" }, { url: "https://shop.example/pricing/", title: "Prices" }]
const choices = [{ analytics: true }, { analytics: false }]
const event = fc
  .record({ leadId: maybe("ann", "bob"), clientId: maybe("1.1", "2.2"), sessionId: maybe("s1", "s2"), choice: maybe(...choices), page: maybe(...pages), device: maybe("mobile" as const, "desktop" as const), params: fc.constantFrom({}, { a: 1 }), personal: maybe({ email: "x" }) })
  .map((rest): NewEvent => newEvent("id", 1, [], rest))
/** As the thread gets it */
const crossed = <T>(value: T): T => JSON.parse(JSON.stringify(value))

it("a batch arrives as it was sent, whatever its events share, and what all share is written once", () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 5 }), (events) => {
      const packed = pack({ events, quarantined: [] })
      expect(crossed(unpack(crossed(packed)))).toEqual(crossed(events))
      expect(crossed(unpack(packed)), "where nothing crosses").toEqual(crossed(events))
      if (events.length > 1 && events.every(({ page }) => page === pages[1])) expect(JSON.stringify(packed).split("Prices")).toHaveLength(2)
    }),
    { numRuns: 500 },
  )
})
