import { describe, expect, it } from "vitest"
import { examples } from "../../src/destinations/examples.ts"
import { EXAMPLE, type AnyExample } from "../../src/destinations/example.ts"
import { connectExample, inputOf } from "./world.ts"

const all: readonly AnyExample[] = Object.values(examples).flat()
const first: readonly AnyExample[] = Object.values(examples).flatMap(([one]) => (one === undefined ? [] : [one]))
const typed = (list: readonly AnyExample[]) => list.map((example) => ({ type: example.in.destination.type, title: example.title, example }))
const bodyOf = (body: unknown): unknown => (typeof body === "string" ? body.trim().split("\n").map((line): unknown => JSON.parse(line)) : body)

describe.each(typed(all))("an example of $type: $title", ({ example }) => {
  it("arrives exactly as it is written, and breaks none of the vendor's rules", async () => {
    const { sender, writes } = await connectExample(example)
    expect(await sender.deliver(inputOf(example))).toMatchObject({ kind: "delivered" })
    const [write] = writes()
    expect(write?.problems).toEqual([])
    expect(bodyOf(write?.body)).toEqual(example.out)
  })
})

/** One suite for every destination; a new one passes it or is not one. */
describe.each(typed(first))("the contract of a destination: $type", ({ type, example }) => {
  it("the same event again breaks nothing, and says the same", async () => {
    const { sender, writes } = await connectExample(example)
    const outcomes = [await sender.deliver(inputOf(example)), await sender.deliver(inputOf(example))]
    expect(outcomes.map(({ kind }) => kind)).toEqual(["delivered", "delivered"])
    const bodies = writes().map(({ body }) => JSON.stringify(body))
    // MailerLite writes the time of opt-in once, for a new address.
    if (type !== "mailerlite") expect(bodies[1]).toBe(bodies[0])
    expect(writes().every(({ verdict }) => verdict === "accepted")).toBe(true)
  })

  it("a missing secret is our mistake, and nothing is sent", async () => {
    const { sender, standIns } = await connectExample(example, { withoutSecret: true })
    expect(await sender.deliver(inputOf(example))).toMatchObject({ kind: "dead", reasonClass: "ours", reason: "secret_missing" })
    expect(standIns.received()).toEqual([])
  })

  it.each([503, 429])("an answer of %s means later", async (status) => {
    const { sender, flap } = await connectExample(example)
    flap(Array.from({ length: 5 }, () => status))
    expect(await sender.deliver(inputOf(example))).toMatchObject({ kind: "retry" })
  })

  it("refused credentials are our mistake, never the event's", async () => {
    const { sender, flap } = await connectExample(example)
    flap(Array.from({ length: 5 }, () => 401))
    expect(await sender.deliver(inputOf(example))).toMatchObject({ kind: "dead", reasonClass: "ours" })
  })

  it("a connection that is cut is told as such", async () => {
    const { sender, flap } = await connectExample(example)
    flap(Array.from({ length: 5 }, () => "hang up" as const))
    await expect(sender.deliver(inputOf(example))).rejects.toThrow()
  })

  it("a personal value that the plan does not grant is nowhere in what is sent", async () => {
    const { sender, standIns } = await connectExample(example)
    await sender.deliver({ ...inputOf(example), personal: {} })
    expect(JSON.stringify(standIns.received()).toLowerCase()).not.toMatch(/ada|lovelace|7946/)
  })

  it("in a test environment it is marked, or not sent at all", async () => {
    const { sender, writes } = await connectExample(example)
    const input = inputOf(example)
    const outcome = await sender.deliver({ ...input, environment: { ...input.environment, testMode: true } })
    if (outcome.kind === "dead") expect(outcome).toMatchObject({ reasonClass: "policy" })
    // MailerLite and Pipedrive have no field for it; their test environments are accounts of their own, by another secret.
    else if (type !== "mailerlite" && type !== "pipedrive") expect(JSON.stringify(writes()[0]?.body)).toMatch(/test_mode|validateOnly|test_event_code|\btest"?:true/)
  })

  it("tells the vendor to forget a person, twice without harm, or says that somebody has to", async () => {
    const { sender, standIns } = await connectExample(example)
    await sender.deliver(inputOf(example))
    const person = { id: "errand-1", emails: ["ada.lovelace@gmail.com", "ada@work.example"], leadIds: [EXAMPLE.leadId], clientIds: [EXAMPLE.clientId] }
    const told = sender.forget && [await sender.forget(person, EXAMPLE.now), await sender.forget(person, EXAMPLE.now)]
    // Advertising platforms take no such message by API: the dead letter says so to a person.
    if (["meta", "google-ads", "linkedin", "tiktok"].includes(type)) expect(told).toBeUndefined()
    else if (type === "ga4") expect(told).toMatchObject([{ reason: "erase_by_hand_in_ga4" }, { reason: "erase_by_hand_in_ga4" }])
    else expect(told?.map(({ kind }) => kind)).toEqual(["delivered", "delivered"])
    expect(standIns.received().filter(({ verdict }) => verdict === "rejected" )).toEqual(standIns.received().filter(({ status, method }) => status === 404 && method === "GET"))
  })
})

describe.each(typed(first).filter(({ type }) => ["ga4", "meta", "linkedin", "tiktok", "google-ads"].includes(type)))("the age limit of $type", ({ example }) => {
  it("is the vendor's: what is a little older is refused there", async () => {
    const { sender, writes, windowMs = 0 } = await connectExample(example)
    const just = { at: EXAMPLE.now - windowMs + 60_000 }
    await sender.deliver(inputOf(example, just))
    const old = { at: EXAMPLE.now - windowMs - 60_000 }
    await sender.deliver(inputOf(example, old))
    expect(writes().map(({ verdict }) => verdict)).toEqual(["accepted", "rejected"])
  })
})
