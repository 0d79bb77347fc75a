import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { ERASURE, type AppendInput } from "../../src/store/model.ts"
import type { Store } from "../../src/store/port.ts"
import type { KnownPeople } from "../../src/store/sqlite/known-people.ts"
import { newEvent } from "./events.ts"
import { inlineHarness } from "./sqlite-harness.ts"

/** Leaves nothing out: what the shortened batches must come to. */
const everyWord: KnownPeople = { shorten: (input) => ({ input, stored: () => {} }), forget: () => {} }
const START = 1_800_000_000_000
const LEADS = ["ada", "bob"]

const touch = fc.option(fc.nat(3).map((at) => ({ at: START + at, landing: `/${at}`, params: {} })), { nil: undefined })
const batch = fc.record({
  lead: fc.constantFrom(...LEADS),
  marketing: fc.boolean(),
  /** The visitor's clock: queues deliver late */
  sent: fc.nat(200),
  client: fc.option(fc.constantFrom("c1", "c2"), { nil: undefined }),
  firstTouch: touch,
  lastTouch: touch,
  linked: fc.option(fc.constantFrom("ada", "eve"), { nil: undefined }),
  fails: fc.boolean(),
})
type Batch = typeof batch extends fc.Arbitrary<infer T> ? T : never
/** Batches under way at once, then a while passes; or somebody is erased, or taken apart. */
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ batches: fc.array(batch, { minLength: 1, maxLength: 5 }), ms: fc.constantFrom(10, 70_000) }) },
  { weight: 1, arbitrary: fc.record({ erase: fc.constantFrom(...LEADS) }) },
  { weight: 1, arbitrary: fc.record({ unmerge: fc.constantFrom(...LEADS) }) },
)

let ids = 0
const inputOf = (one: Batch, now: number): AppendInput => {
  const id = `e${ids++}`
  // The first of the visitor's moments: that somebody confirmed a choice in a batch that could not be stored would count, and should.
  const fails = one.fails && one.sent < 40
  const choice = { necessary: true, marketing: one.marketing }
  return {
    // A time that no column takes makes the whole batch fail.
    events: [newEvent(id, fails ? Number.NaN : now, [{ destination: "ads", state: one.marketing ? "pending" : "withheld", dueAt: now }], { leadId: one.lead, choice })],
    quarantined: [],
    person: { leadId: one.lead, clientId: one.client, choice, choiceAt: START + (fails ? 0 : one.sent), firstTouch: one.firstTouch, lastTouch: one.lastTouch, seenAt: now, denied: one.marketing ? [] : ["ads"] },
    edges: one.linked === undefined ? [] : [{ a: `lead:${one.lead}`, b: `lead:${one.linked}`, source: "link", at: now }],
  }
}

const stateOf = async (store: Store) =>
  Promise.all([
    ...LEADS.map(async (lead) => {
      const person = await store.person(lead)
      return [person?.choice, person?.clientId, person?.firstTouch, person?.lastTouch, await store.consentOf([lead]), await store.touchesOf(lead), (await store.cluster(`lead:${lead}`)).toSorted()]
    }),
    store.deliveries({ limit: 1_000 }).then((all) => all.map(({ eventId, state, reason }) => [eventId, state, reason])),
  ])

describe("T4 what the answering thread leaves out of a batch", () => {
  it("changes nothing of what is stored, whatever comes late, at once, fails, is erased or taken apart", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 15 }), async (steps) => {
        const [full, short] = await Promise.all([inlineHarness(everyWord), inlineHarness()])
        let now = START
        for (const one of steps) {
          if ("batches" in one) {
            const inputs = one.batches.map((each) => inputOf(each, now))
            const [a, b] = [full, short].map(({ store }) => Promise.allSettled(inputs.map((input) => store.append(input))))
            expect(await b).toEqual(await a)
            now += one.ms
          } else if ("erase" in one) for (const { store } of [full, short]) await store.erase({ leadId: one.erase, now, kinds: {}, byClientId: [], errand: newEvent(`erasure-${ids++}`, now, [], { name: ERASURE }) })
          else for (const { store } of [full, short]) await store.unmerge({ a: `lead:${one.unmerge}`, b: "lead:eve", now })
          expect(await stateOf(short.store)).toEqual(await stateOf(full.store))
        }
        await Promise.all([full.close(), short.close()])
      }),
      { numRuns: 150 },
    )
  })

  it("a batch that could not be stored proves nothing about the choice in force", async () => {
    const { store, close } = await inlineHarness()
    const say = (marketing: boolean, sent: number, fails = false) => store.append(inputOf({ lead: "ada", marketing, sent, fails, client: undefined, firstTouch: undefined, lastTouch: undefined, linked: undefined }, fails ? Number.NaN : START))
    await say(true, 10)
    await expect(say(false, 30, true)).rejects.toThrow()
    await say(false, 20)
    expect((await store.person("ada"))?.choice).toMatchObject({ marketing: false })
    await close()
  })

  it("a choice that was confirmed without being written is not undone by an older one", async () => {
    const { store, close } = await inlineHarness()
    const say = (marketing: boolean, sent: number) => store.append(inputOf({ lead: "ada", marketing, sent, fails: false, client: undefined, firstTouch: undefined, lastTouch: undefined, linked: undefined }, START))
    await say(false, 10)
    await say(false, 30)
    await say(true, 20)
    expect((await store.person("ada"))?.choice).toMatchObject({ marketing: false })
    await close()
  })
})
