import { AssertionError } from "node:assert"
import { findPlan, resolvePlan } from "@tagwright/compiler"
import { Fault, type QaPlan, type ResolvedPlan } from "@tagwright/formats"
import { guard } from "@tagwright/privacy/guard"
import { isObject, judgeExpectations, violationsOf, type Happened, type Outcome } from "@tagwright/qa/pushes"

/** What a test expects: an event's name, or the name with the values that count. */
export type ExpectedPush = string | Record<string, Record<string, string | number | boolean>>

type Plan = Pick<ResolvedPlan, "events" | "parameters" | keyof QaPlan & keyof ResolvedPlan>

/** Reads the plan: the named file, or `tagwright.plan.*` in this folder or above. Throws a Fault that says what is wrong with it. */
export const readPlan = async (file?: string): Promise<ResolvedPlan> => {
  const found = findPlan(process.cwd(), file)
  const { plan, findings } = await resolvePlan(found)
  if (plan === undefined) throw new Fault("plan", `the tracking plan has errors: ${findings.map(({ message }) => message).join("; ")}`, "Run tagwright check", { at: { file: found } })
  return plan
}

/** Messages of a data layer that are events: commands of gtag and messages without an event are left out. */
const eventsIn = (pushes: Iterable<unknown>): Record<string, unknown>[] => [...pushes].filter(isObject).filter((push) => typeof push["event"] === "string")

/**
 * What is wrong with these messages, a sentence each: what the plan does not know, what is missing, wrong types, values that are not
 * allowed, and text that looks like personal data. Names only, never a value. Empty when all is well.
 */
export const problemsIn = (plan: Plan, pushes: Iterable<unknown>): string[] => eventsIn(pushes).flatMap((push) => problemsOf(plan, push))

const problemsOf = (plan: Plan, push: Record<string, unknown>): string[] => [
  ...violationsOf({ ...plan, planDigest: "" }, push).map(({ parameter, detail }) => `${push["event"]}${parameter === undefined ? "" : `, ${parameter}`}: ${detail}`),
  ...Object.entries(push).flatMap(([name, value]) => (typeof value === "string" && guard(value) !== undefined ? [`${push["event"]}, ${name}: looks like personal data (${guard(value)})`] : [])),
]

/**
 * Asserts that these messages keep to the plan and, when `expected` is given, that they are just these events in any order.
 * Works in every test runner; the assertion error says in sentences what is wrong.
 */
export const assertPushes = (plan: Plan, pushes: Iterable<unknown>, expected?: readonly ExpectedPush[]): void => {
  const found = eventsIn(pushes)
  const wrong = [...problemsIn(plan, found), ...(expected === undefined ? [] : differences(found, expected))]
  if (wrong.length > 0) throw new AssertionError({ message: wrong.join("\n"), actual: found.map(({ event }) => event), expected, stackStartFn: assertPushes })
}

/** In sentences: what did not come, what came with other values, and what nobody expected. */
export const differences = (pushes: readonly Record<string, unknown>[], expected: readonly ExpectedPush[]): string[] => {
  const happened = pushes.map(({ event, ...params }): Happened => ({ event: String(event), params }))
  const wanted = expected.flatMap((entry) => Object.entries(typeof entry === "string" ? { [entry]: {} } : entry).map(([event, params]) => ({ event, params, source: "browser" as const })))
  const outcomes = judgeExpectations(wanted, happened)
  const names = new Set(wanted.map(({ event }) => event))
  const others = happened.filter(({ event }) => !names.has(event) && !isForeign(event)).map(({ event }) => `${event}: came, and nobody expected it`)
  return [...outcomes.filter(({ outcome }) => outcome !== "met").map(spoken), ...others]
}

const isForeign = (event: string): boolean => event.startsWith("gtm.") || event === "consent_update"

const spoken = ({ event, params, outcome, got = {} }: Outcome): string => {
  const other = Object.keys(params).filter((name) => JSON.stringify(got[name]) !== JSON.stringify(params[name]))
  return { met: "", missing: `${event}: did not come`, different: `${event}: came, but ${other.join(", ")} ${other.length === 1 ? "is" : "are"} not what was expected`, unexpected: `${event}: came more often than expected` }[outcome]
}
