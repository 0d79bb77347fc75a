import fc from "fast-check"
import { expect } from "vitest"
import { newEvent } from "./events.ts"
import type { Harness } from "./queue-model.ts"

/** A report that two names are one person, in the simplest words; the list is in the order of the reports. */
interface Report {
  a: string
  b: string
  source: string
  at: number
  removedAt: number | undefined
}
interface Model {
  now: number
  reports: Report[]
}
type Command = fc.AsyncCommand<Model, Harness>
const NAMES = ["lead:ann", "lead:bob", "lead:cy", "email:x", "client:1.1", "customer:y"] as const
const LEADS = ["ann", "bob", "cy"] as const
const SOURCES = ["form", "kit"] as const
/** The provider whose messages tell of names, too */
const PROVIDER = "stripe"

/** Whoever can be reached from a name, by walking along what was reported and not taken back. */
const sameAs = ({ reports }: Model, start: string): string[] => {
  const reached = new Set([start])
  let before = 0
  while (reached.size > before) {
    before = reached.size
    for (const { a, b, removedAt } of reports) {
      if (removedAt !== undefined) continue
      if (reached.has(a)) reached.add(b)
      if (reached.has(b)) reached.add(a)
    }
  }
  return [...reached].toSorted()
}
const isKnown = ({ reports }: Model, a: string, b: string, source: string): boolean => reports.some((one) => one.a === a && one.b === b && one.source === source)
/** A report that is known already changes nothing: not even one that was taken back comes to life again. */
const report = (model: Model, a: string, b: string, source: string): void => {
  if (!isKnown(model, a, b, source)) model.reports.push({ a, b, source, at: model.now, removedAt: undefined })
}

const command = (name: string, run: (model: Model, real: Harness) => Promise<void>): Command => ({
  check: () => true,
  run: async (model, real) => {
    model.now += 1
    await run(model, real)
  },
  toString: () => name,
})

const join = (a: string, b: string, source: string): Command =>
  command(`join(${a}, ${b}, ${source})`, async (model, { store }) => {
    const edge = { a, b, source, at: model.now }
    await store.append({ events: [], quarantined: [], edges: [edge, edge] })
    report(model, a, b, source)
  })

/** A message of a provider that names both. */
const learn = (a: string, b: string): Command =>
  command(`learn(${a}, ${b})`, async (model, { store }) => {
    const now = model.now
    await store.storeWebhook({ source: PROVIDER, key: `m${now}`, receivedAt: now, headers: {}, body: Buffer.from("{}"), state: "received" })
    for (const { seq } of (await store.takeWebhooks({ now, leaseUntil: now + 1, limit: 9 })).due) await store.settleWebhook({ seq, source: PROVIDER, state: "processed", dueAt: now, events: [], edges: [[a, b]], reversed: [] })
    report(model, a, b, PROVIDER)
  })

const part = (a: string, b: string): Command =>
  command(`part(${a}, ${b})`, async (model, { store }) => {
    const inForce = model.reports.filter((one) => one.removedAt === undefined && ((one.a === a && one.b === b) || (one.a === b && one.b === a)))
    expect(await store.unmerge({ a, b, now: model.now })).toBe(inForce.length)
    for (const one of inForce) one.removedAt = model.now
  })

/** Everybody who hangs together goes, and whatever was ever reported of any of their names. */
const erase = (lead: string): Command =>
  command(`erase(${lead})`, async (model, { store }) => {
    const names = sameAs(model, `lead:${lead}`)
    const { leads } = await store.erase({ leadId: lead, now: model.now, kinds: {}, byClientId: [], errand: newEvent(`errand-${model.now}`, model.now) })
    expect(leads).toBe(names.filter((name) => name.startsWith("lead:")).length)
    model.reports = model.reports.filter(({ a, b }) => !names.includes(a) && !names.includes(b))
  })

const restart = command("restart", (model, real) => real.restart(model.now))

const look = command("look", async (model, { store }) => {
  for (const name of NAMES) {
    expect(await store.cluster(name), name).toEqual(sameAs(model, name))
    const touching = model.reports.filter(({ a, b }) => a === name || b === name)
    expect(await store.edgesOf([name])).toEqual(touching)
    const toLeads = touching.filter(({ a, b, removedAt }) => a === name && b.startsWith("lead:") && removedAt === undefined)
    expect(await store.leadOf([name]), "the newest report decides").toBe(toLeads.toSorted((x, y) => y.at - x.at)[0]?.b.slice("lead:".length))
  }
})

const name = fc.constantFrom(...NAMES)
export const identityCommands = (maxCommands: number) =>
  fc.commands(
    [
      fc.tuple(name, name, fc.constantFrom(...SOURCES)).map(([a, b, source]) => join(a, b, source)),
      fc.tuple(name, name, fc.constantFrom(...SOURCES)).map(([a, b, source]) => join(a, b, source)),
      fc.tuple(name, name).map(([a, b]) => learn(a, b)),
      fc.tuple(name, name).map(([a, b]) => part(a, b)),
      fc.constantFrom(...LEADS).map(erase),
      fc.constantFrom(look, look, restart),
    ],
    { maxCommands },
  )

/** Runs a sequence against the store and the model, and compares everything at the end too. */
export const identityAgrees = async (sequence: Iterable<Command>, open: () => Promise<Harness>): Promise<void> => {
  const real = await open()
  try {
    const model: Model = { now: 1_000, reports: [] }
    await fc.asyncModelRun(() => ({ model, real }), sequence)
    await look.run(model, real)
  } finally {
    await real.close()
  }
}
