import fc from "fast-check"
import { expect } from "vitest"
import type { Settlement } from "../../src/store/model.ts"
import type { Store } from "../../src/store/port.ts"
import { newEvent } from "./events.ts"

/** A store to be tested, and its owner's death. */
export interface Harness {
  store: Store
  /** kill -9 and a new start */
  restart(now: number): Promise<void>
  close(): Promise<void>
  /** Does a start void the leases of the dead (one owner), or do they have to run out (many)? */
  releasesAtStart: boolean
}

/** What a delivery is, in the simplest words. */
interface Expected {
  state: Settlement["state"]
  dueAt: number
  attempt: number
  /** Attempts that lengthen the wait: not those before a redrive, nor one that our own death cut short */
  tries: number
  leased: boolean
  /** Whose deliveries go one after another, in the order of the map */
  person: string | undefined
}
/** Every third event is nobody's; two people share the others. */
const personOf = (number: number): string | undefined => (number % 3 === 0 ? undefined : `person-${number % 3}`)
const hasTurn = (waiting: readonly [string, Expected][], [id, { person }]: [string, Expected]): boolean => person === undefined || waiting.find(([, other]) => other.person === person)?.[0] === id
/** The queue in the simplest words: a list, a clock, and whether the destination may be sent to. */
interface Model {
  now: number
  disabled: boolean
  deliveries: Map<string, Expected>
  /** Leases handed out, also ones that ran out meanwhile */
  leases: { id: number; attempt: number; event: string }[]
}
type Command = fc.AsyncCommand<Model, Harness>
const LEASE_MS = 100
const DESTINATION = "hook"

const command = (name: string, run: (model: Model, real: Harness) => Promise<void>): Command => ({ check: () => true, run, toString: () => name })

const append = (numbers: number[]): Command =>
  command(`append(${numbers.join()})`, async (model, { store }) => {
    const ids = numbers.map((number) => `e${number}`)
    const expected = ids.map((id, index) => (model.deliveries.has(id) || ids.indexOf(id) < index ? "duplicate" : "accepted"))
    const events = numbers.map((number) => newEvent(`e${number}`, model.now, [{ destination: DESTINATION, state: "pending", dueAt: model.now, ordered: true }], { leadId: personOf(number) }))
    expect(await store.append({ events, quarantined: [] })).toEqual(expected)
    for (const number of numbers) if (!model.deliveries.has(`e${number}`)) model.deliveries.set(`e${number}`, { state: "pending", dueAt: model.now, attempt: 0, tries: 0, leased: false, person: personOf(number) })
  })

const claim = (limit: number): Command =>
  command(`claim(${limit})`, async (model, { store }) => {
    const waiting = (): [string, Expected][] => {
      const pending = model.disabled ? [] : [...model.deliveries].filter(([, { state }]) => state === "pending")
      return pending.filter((one) => hasTurn(pending, one))
    }
    const due = waiting().filter(([, { dueAt }]) => dueAt <= model.now)
    const { claimed, nextDueAt } = await store.claim({ destination: DESTINATION, now: model.now, leaseUntil: model.now + LEASE_MS, limit })
    expect(claimed).toHaveLength(Math.min(limit, due.length))
    const times = claimed.map(({ event }) => model.deliveries.get(event.id)?.dueAt ?? Number.NaN)
    expect(times, "oldest first").toEqual(due.map(([, { dueAt }]) => dueAt).toSorted((a, b) => a - b).slice(0, claimed.length))
    const turns = new Set(due.map(([id]) => id))
    for (const { id, attempt, tries, event } of claimed) {
      const known = model.deliveries.get(event.id)
      expect(turns, "in turn").toContain(event.id)
      expect(known).toMatchObject({ state: "pending", attempt: attempt - 1 })
      expect(tries).toBe((known?.tries ?? 0) + (known?.leased === true ? 0 : 1))
      if (known !== undefined) model.deliveries.set(event.id, { ...known, dueAt: model.now + LEASE_MS, attempt, tries, leased: true })
      model.leases.push({ id, attempt, event: event.id })
    }
    const rest = waiting().map(([, { dueAt }]) => dueAt)
    expect(nextDueAt).toBe(rest.length === 0 ? undefined : Math.min(...rest))
  })

const holds = (model: Model, lease: Model["leases"][number]): Expected | undefined => {
  const known = model.deliveries.get(lease.event)
  return known?.state === "pending" && known.leased && known.attempt === lease.attempt ? known : undefined
}
const settle = (picks: { pick: number; state: Settlement["state"]; wait: number }[]): Command =>
  command(`settle(${JSON.stringify(picks)})`, async (model, { store }) => {
    const chosen = picks.flatMap(({ pick, state, wait }) => {
      const lease = model.leases[pick % Math.max(1, model.leases.length)]
      return lease === undefined ? [] : [{ lease, state, dueAt: model.now + wait }]
    })
    let counted = 0
    for (const { lease, state, dueAt } of chosen) {
      const known = holds(model, lease)
      if (known === undefined) continue
      counted += 1
      model.deliveries.set(lease.event, { ...known, state, dueAt, leased: false })
    }
    expect(await store.settle(chosen.map(({ lease, state, dueAt }) => ({ id: lease.id, attempt: lease.attempt, at: model.now, dueAt, state })))).toBe(counted)
  })

const release = (pick: number): Command =>
  command(`release(${pick})`, async (model, { store }) => {
    const lease = model.leases[pick % Math.max(1, model.leases.length)]
    if (lease === undefined) return
    const known = holds(model, lease)
    const mayGo = known !== undefined
    expect(await store.release([lease], model.now)).toBe(mayGo ? 1 : 0)
    if (mayGo) {
      model.deliveries.set(lease.event, { ...known, dueAt: model.now, attempt: known.attempt - 1, tries: known.tries - 1, leased: false })
      model.leases = model.leases.filter((one) => one !== lease)
    }
  })

const wait = (ms: number): Command => command(`wait(${ms})`, async (model) => void (model.now += ms))

const redrive = command("redrive", async (model, { store }) => {
  const dead = [...model.deliveries].filter(([, { state }]) => state === "dead")
  expect(await store.redrive({ now: model.now, destination: DESTINATION })).toBe(dead.length)
  for (const [id, known] of dead) model.deliveries.set(id, { ...known, state: "pending", dueAt: model.now, tries: 0, leased: false })
})
const discard = command("discard", async (model, { store }) => {
  const dead = [...model.deliveries].filter(([, { state }]) => state === "dead")
  expect(await store.discard({ now: model.now, destination: DESTINATION })).toBe(dead.length)
  for (const [id, known] of dead) model.deliveries.set(id, { ...known, state: "withheld" })
})
const disable = command("disable", async (model, { store }) => {
  await store.disableDestination({ destination: DESTINATION, now: model.now, reason: "http_410" })
  model.disabled = true
})
const enable = command("enable", async (model, { store }) => {
  expect(await store.enableDestination(DESTINATION)).toBe(model.disabled)
  model.disabled = false
})
const restart = command("restart", async (model, real) => {
  await real.restart(model.now)
  model.leases = []
  if (!real.releasesAtStart) return
  for (const [id, known] of model.deliveries) if (known.leased) model.deliveries.set(id, { ...known, dueAt: model.now, tries: known.tries - 1, leased: false })
})

const state = fc.constantFrom<Settlement["state"][]>("delivered", "dead", "pending", "withheld")
/** Sequences of everything that can happen to a queue. */
export const commands = (maxCommands: number) =>
  fc.commands(
    [
      fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 3 }).map(append),
      fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 3 }).map(append),
      fc.integer({ min: 0, max: 4 }).map(claim),
      fc.integer({ min: 0, max: 4 }).map(claim),
      fc.array(fc.record({ pick: fc.nat(), state, wait: fc.integer({ min: 0, max: 120 }) }), { maxLength: 3 }).map(settle),
      fc.nat().map(release),
      fc.integer({ min: 0, max: 150 }).map(wait),
      fc.constantFrom(redrive, discard, disable, enable, restart),
    ],
    { maxCommands },
  )

/** Runs a sequence against the store and the model, then compares all that is stored. */
export const agreesWithModel = async (sequence: Iterable<Command>, open: () => Promise<Harness>): Promise<void> => {
  const real = await open()
  const model: Model = { now: 1_000, disabled: false, deliveries: new Map(), leases: [] }
  try {
    await fc.asyncModelRun(() => ({ model, real }), sequence)
    const stored = await real.store.deliveries({ limit: 1_000 })
    const found = stored.map(({ eventId, state: is, attempts, dueAt }) => [eventId, is, attempts, dueAt])
    const expected = [...model.deliveries].map(([id, { state: is, attempt, dueAt }]) => [id, is, attempt, is === "pending" ? dueAt : expect.any(Number)])
    expect(found.toSorted(byText)).toEqual(expected.toSorted(byText))
  } finally {
    await real.close()
  }
}
const byText = (a: unknown[], b: unknown[]): number => String(a[0]).localeCompare(String(b[0]), "en")
