import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { delivered, outcomeOf, unfit, type Outcome } from "../../src/delivery/outcome.ts"
import { batcher } from "../../src/destinations/batch.ts"
import { examples } from "../../src/destinations/examples.ts"
import type { AnyExample } from "../../src/destinations/example.ts"
import { sendSplitting, type BatchAnswer } from "../../src/destinations/split.ts"
import { connectExample, inputOf, TABLE } from "./world.ts"

/** A vendor that fails the whole request when one item is bad, and names the bad ones or does not. */
const strict = (names: boolean) => {
  const requests: (readonly boolean[])[] = []
  const send = (items: readonly boolean[]): Promise<BatchAnswer> => {
    requests.push(items)
    const bad = items.flatMap((good, index): [number, string][] => (good ? [] : [[index, "named"]]))
    return Promise.resolve(bad.length === 0 ? { all: delivered(200) } : { all: outcomeOf({ status: 400 }, 0), ...(names && { culprits: new Map(bad) }) })
  }
  return { requests, send }
}

describe("T4 a request that fails because of one event", () => {
  it.each([true, false])("is split until only the culprits are dead (the vendor names them: %s)", async (names) => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { maxLength: 40 }), async (items) => {
        const { requests, send } = strict(names)
        const outcomes = await sendSplitting(items, send)
        expect(outcomes.map(({ kind }) => kind)).toEqual(items.map((good) => (good ? "delivered" : "dead")))
        // Named: one more request. Unnamed: halving finds each in at most log2 steps.
        const bad = items.filter((good) => !good).length
        expect(requests.length).toBeLessThanOrEqual(names ? 2 : 1 + 2 * bad * Math.ceil(Math.log2(items.length + 1)))
        expect(requests.every((request) => request.length > 0)).toBe(true)
      }),
    )
  })
  it("an outage is everybody's outage: nothing is split", async () => {
    const sizes: number[] = []
    const outcomes = await sendSplitting([1, 2, 3], (items) => (sizes.push(items.length), Promise.resolve({ all: outcomeOf({ status: 503 }, 0) })))
    expect(sizes).toEqual([3])
    expect(outcomes.every(({ kind }) => kind === "retry")).toBe(true)
  })
})

describe("deliveries that come together", () => {
  const later = (_ms: number, run: () => void) => {
    const turn = setImmediate(run)
    return () => clearImmediate(turn)
  }
  it("travel in requests of at most so many, each with its own outcome", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 10 }), fc.constantFrom(0, 5), async (count, most, lingerMs) => {
        const sizes: number[] = []
        const one = batcher<number>({ most, lingerMs }, (items) => (sizes.push(items.length), Promise.resolve(items.map((item): Outcome => (item % 3 === 0 ? unfit(`bad_${item}`) : delivered(item))))), later)
        const outcomes = await Promise.all(Array.from({ length: count }, (_, index) => one(index)))
        expect(outcomes).toEqual(Array.from({ length: count }, (_, index) => (index % 3 === 0 ? unfit(`bad_${index}`) : delivered(index))))
        expect(Math.max(...sizes)).toBeLessThanOrEqual(most)
        expect(sizes).toHaveLength(Math.ceil(count / most))
      }),
    )
  })
  it("share an error, and the next ones are not harmed by it", async () => {
    let calls = 0
    const one = batcher<number>({ most: 5, lingerMs: 0 }, (items) => (calls++ === 0 ? Promise.reject(new Error("cut")) : Promise.resolve(items.map(() => delivered()))), later)
    const all = await Promise.allSettled([one(1), one(2)])
    expect(all.map(({ status }) => status)).toEqual(["rejected", "rejected"])
    expect(await one(3)).toMatchObject({ kind: "delivered" })
  })
})

const batching = ["meta", "google-ads", "tiktok", "linkedin", "bigquery"] as const
const cases: { type: (typeof batching)[number]; example: AnyExample }[] = batching.flatMap((type) => examples[type].slice(0, 1).map((example) => ({ type, example })))

describe.each(cases)("T4 among many events for $type", ({ type, example }) => {
  it("the bad ones alone become dead letters, with the vendor's verdict", async () => {
    const { sender, standIns, writes } = await connectExample(example)
    const isBad = (index: number): boolean => index % 17 === 5
    const inputs = Array.from({ length: 60 }, (_, index) => {
      const id = `event-${index}`
      if (!isBad(index)) return inputOf(example, { id })
      return inputOf(example, type === "bigquery" ? { id, amount: { minor: 1.5, currency: "EUR", exponent: 2 } } : { id, params: { ...example.in.event.params, currency: "EURO" } })
    })
    const outcomes = await Promise.all(inputs.map((input) => sender.deliver(input)))
    expect(outcomes.map(({ kind }) => kind)).toEqual(inputs.map((_, index) => (isBad(index) ? "dead" : "delivered")))
    expect(outcomes.filter(({ kind }) => kind === "dead")).toEqual(Array.from({ length: 4 }, () => expect.objectContaining({ reasonClass: "data" })))
    // One event per request would have taken 60.
    expect(writes().length).toBeLessThan(40)
    if (type === "bigquery") expect(standIns.rows(TABLE)).toHaveLength(56)
  })
})
