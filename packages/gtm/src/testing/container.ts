import type { ContainerExport } from "@tagwright/formats"
import { deepStrictEqual, fail } from "node:assert"
import { readFileSync } from "node:fs"
import { readExport } from "../export/read.ts"
import { run, type EventRecord, type FiredTag, type Push, type RequestRecord, type RunOptions } from "../runtime/index.ts"
import { vendorOf, type Vendor } from "./vendors.ts"

/** A container under test: what was pushed so far, and what may be asked of it. Each question runs the container anew. */
export interface ContainerTest {
  /** The same page with further messages pushed. */
  push: (...pushes: Push[]) => ContainerTest
  expect: (tag: string) => TagExpectation
  /** Fails when any request went to hosts of that vendor. */
  expectNothingFrom: (vendor: Vendor) => ContainerTest
  /** "event: tag, tag" per event that fired something: for snapshots. */
  firings: () => string[]
  requests: () => readonly RequestRecord[]
}

export interface TagExpectation {
  toFire: () => ContainerTest
  toFireOnce: () => ContainerTest
  /** Fired once, and its values contain these; tables compare as `{parameter: value}`. */
  toFireOnceWith: (values: Record<string, unknown>) => ContainerTest
  notToFire: () => ContainerTest
}

/** Opens an export (a path, or the read container) for a test; works in any test runner: failures are assertion errors. */
export const container = (source: string | ContainerExport, options: RunOptions = {}): ContainerTest =>
  page(typeof source === "string" ? readExport(readFileSync(source), { file: source }).export : source, options, [])

const page = (exported: ContainerExport, options: RunOptions, pushes: readonly Push[]): ContainerTest => {
  const result = () => run(exported, pushes, options)
  const test: ContainerTest = {
    push: (...more) => page(exported, options, [...pushes, ...more]),
    expect: (tag) => expectation(tag, exported, result, test),
    expectNothingFrom: (vendor) => {
      const hit = result().requests.find((request) => vendorOf(request.url) === vendor)
      if (hit !== undefined) fail(`expected nothing from ${vendor}, but "${hit.tag}" sent to ${URL.parse(hit.url)?.hostname ?? "an address"}`)
      return test
    },
    firings: () => result().events.filter((event) => event.fired.length > 0).map((event) => `${event.event}: ${event.fired.map((fired) => fired.tag).join(", ")}`),
    requests: () => result().requests,
  }
  return test
}

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
    notToFire: () => (fired().length === 0 ? test : fail(`"${name}" fired`)),
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
