import type { ContainerExport } from "@tagwright/formats"
import { deepStrictEqual, fail } from "node:assert"
import { readFileSync } from "node:fs"
import { readExport } from "../export/read.ts"
import { run, type EventRecord, type FiredTag, type NotFiredReason, type Push, type RequestRecord, type RunOptions, type RunResult, type Unsupported } from "../runtime/index.ts"
import { vendorOf, type Vendor } from "./vendors.ts"

/** A container under test: what was pushed so far, and what may be asked of it. Every page begins anew; none is changed. */
export interface ContainerTest {
  /** The same page with further messages pushed. */
  push: (...pushes: Push[]) => ContainerTest
  /** The same page after the visitor has chosen. */
  consent: (choice: Record<string, "granted" | "denied">) => ContainerTest
  expect: (tag: string) => TagExpectation
  /** Fails when any request went to hosts of that vendor. */
  expectNothingFrom: (vendor: Vendor) => ContainerTest
  /** "event: tag, tag" per event that fired something: for snapshots. */
  firings: () => string[]
  /** Events that fired something, each tag with its values: for snapshots that show more. */
  snapshot: () => { event: string; fired: { tag: string; status: FiredTag["status"]; values: Record<string, unknown> }[] }[]
  requests: () => readonly RequestRecord[]
  /** What the runtime could not evaluate: an empty list says that the answers above are complete. */
  unsupported: () => readonly Unsupported[]
}

export interface TagExpectation {
  toFire: () => ContainerTest
  toFireOnce: () => ContainerTest
  /** Fired once, and its values contain these; tables compare as `{parameter: value}`. */
  toFireOnceWith: (values: Record<string, unknown>) => ContainerTest
  toFireTimes: (times: number) => ContainerTest
  /** Fired on that event, and on no other. */
  toFireOn: (event: string) => ContainerTest
  notToFire: () => ContainerTest
  /** Its trigger passed, and this kept it from firing. */
  toBeHeldBy: (reason: NotFiredReason) => ContainerTest
}

/** Opens an export (a path, or the read container) for a test; works in any test runner: failures are assertion errors. */
export const container = (source: string | ContainerExport, options: RunOptions = {}): ContainerTest =>
  page(typeof source === "string" ? readExport(readFileSync(source), { file: source }).export : source, options, [])

const page = (exported: ContainerExport, options: RunOptions, pushes: readonly Push[]): ContainerTest => {
  let known: RunResult | undefined
  const result = (): RunResult => (known ??= run(exported, pushes, options))
  const test: ContainerTest = {
    push: (...more) => page(exported, options, [...pushes, ...more]),
    consent: (choice) => test.push(["consent", "update", choice]),
    expect: (tag) => expectation(tag, exported, result, test),
    expectNothingFrom: (vendor) => {
      const hit = result().requests.find((request) => vendorOf(request.url) === vendor)
      if (hit !== undefined) fail(`expected nothing from ${vendor}, but "${hit.tag}" sent to ${URL.parse(hit.url)?.hostname ?? "an address"}`)
      return test
    },
    firings: () => result().events.filter((event) => event.fired.length > 0).map((event) => `${event.event}: ${event.fired.map((fired) => fired.tag).join(", ")}`),
    snapshot: () => result().events.filter((event) => event.fired.length > 0).map(({ event, fired }) => ({ event, fired: fired.map(({ tag, status, values }) => ({ tag, status, values: plainTables(values) })) })),
    requests: () => result().requests,
    unsupported: () => result().unsupported,
  }
  return test
}

const times = (count: number): string => (count === 0 ? "not at all" : count === 1 ? "once" : `${count} times`)

const expectation = (name: string, exported: ContainerExport, result: () => { events: EventRecord[] }, test: ContainerTest): TagExpectation => {
  if (!(exported.containerVersion.tag ?? []).some((tag) => tag.name === name)) fail(`the container has no tag "${name}"`)
  const fired = (): FiredTag[] => result().events.flatMap((event) => event.fired.filter((one) => one.tag === name))
  const once = (): FiredTag => {
    const [first, ...more] = fired()
    if (first === undefined) return fail(`"${name}" did not fire. ${whyNot(name, result().events)}`)
    if (more.length > 0) fail(`"${name}" fired ${more.length + 1} times`)
    return first
  }
  return {
    toFire: () => (fired().length > 0 ? test : fail(`"${name}" did not fire. ${whyNot(name, result().events)}`)),
    toFireOnce: () => (once(), test),
    toFireOnceWith: (values) => {
      const found = plainTables(once().values)
      deepStrictEqual(Object.fromEntries(Object.keys(values).map((key) => [key, found[key]])), values, `the values of "${name}" differ`)
      return test
    },
    toFireTimes: (wanted) => (fired().length === wanted ? test : fail(`"${name}" fired ${times(fired().length)}, not ${times(wanted)}. ${fired().length === 0 ? whyNot(name, result().events) : ""}`)),
    toFireOn: (event) => {
      const on = result().events.filter((one) => one.fired.some(({ tag }) => tag === name)).map((one) => one.event)
      if (on.length === 0) fail(`"${name}" did not fire. ${whyNot(name, result().events)}`)
      return on.every((one) => one === event) ? test : fail(`"${name}" fired on ${[...new Set(on)].join(", ")}, not on ${event} alone`)
    },
    notToFire: () => (fired().length === 0 ? test : fail(`"${name}" fired on ${result().events.find((one) => one.fired.some(({ tag }) => tag === name))?.event ?? "an event"}`)),
    toBeHeldBy: (reason) => {
      const held = result().events.flatMap((event) => event.notFired.filter((one) => one.tag === name))
      return held.some((one) => one.reason === reason) ? test : fail(`"${name}" was not held by ${reason}. ${fired().length > 0 ? "It fired." : whyNot(name, result().events)}`)
    },
  }
}

/** Settings tables as `{parameter: value}`, merged with the tag's own fields. */
const plainTables = (values: Record<string, unknown>): Record<string, unknown> => {
  const rows = Object.values(values).flatMap((value) => (Array.isArray(value) ? value : []))
  const cells = rows.flatMap((row: unknown): [string, unknown][] =>
    typeof row === "object" && row !== null && "parameter" in row && "parameterValue" in row ? [[String(row.parameter), row.parameterValue]] : [])
  return { ...Object.fromEntries(cells), ...values }
}

const whyNot = (name: string, events: readonly EventRecord[]): string => {
  const last = events.at(-1)
  const held = events.flatMap((event) => event.notFired.filter((one) => one.tag === name && one.reason !== "not-triggered").map((one) => `On ${event.event}: ${one.reason}, ${one.detail}.`))
  return held[0] ?? `On ${last?.event ?? "no event"}: ${last?.notFired.find((one) => one.tag === name)?.detail ?? "no event was processed"}.`
}
