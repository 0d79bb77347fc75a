import { harPath } from "@tagwright/evidence"
import type { CategoryChoice, EvidenceRecord, RecordKind, RecordOf, Where } from "@tagwright/formats"
import { samePlace } from "../observe/choice.ts"
import { decodeBody, meaningOf, subjectOf } from "../report/page/decode.ts"
import { departuresOf, nearestTo, type Departure, type Nearest } from "./nearest.ts"

export interface ExplainedExpectation {
  event: string
  source: "browser" | "server"
  outcome: RecordOf<"expectation">["outcome"]
  expected: Record<string, unknown>
  got?: Record<string, unknown>
  departures: Departure[]
  /** For an event that never came */
  nearest?: Nearest
}
export interface ExplainedRequest {
  destination: string
  subject?: string
  method: string
  url: string
  /** When it was sent: before the choice, or under which */
  choice?: CategoryChoice
  parameters: { name: string; value: string; meaning: string }[]
  body?: unknown
}
export interface ExplainedStep {
  scenario: string
  journey: string
  /** From 1, as people count */
  step: number
  title: string
  outcome: RecordOf<"step">["outcome"] | "unknown"
  reason?: string
  url: string
  choice?: CategoryChoice
  consent: Record<string, string>
  expectations: ExplainedExpectation[]
  pushes: { event: string; violations: { parameter?: string; detail: string }[] }[]
  fired: { event: string; tag: string }[]
  notFired: { event: string; tag: string; status: RecordOf<"firing">["status"]; why: string }[]
  /** Beyond the site itself */
  requests: ExplainedRequest[]
  cookies: { there: string[]; added: string[]; removed: string[] }
  personalData: { type: string; place: string; name: string }[]
  screenshot?: string
  har?: string
  /** What to do, the likeliest first */
  todo: string[]
}

const ofKind = <K extends RecordKind>(records: readonly EvidenceRecord[], kind: K): RecordOf<K>[] => records.filter((record): record is RecordOf<K> => record.kind === kind)

const expectationOf = (expectation: RecordOf<"expectation">, pushes: readonly RecordOf<"push">[]): ExplainedExpectation => {
  const { event, source, outcome, expected, got } = expectation
  const nearest = outcome === "missing" && source === "browser" ? nearestTo(expectation, pushes) : undefined
  return { event, source, outcome, expected, ...(got === undefined ? {} : { got }), departures: got === undefined ? [] : departuresOf(expected, got), ...(nearest === undefined ? {} : { nearest }) }
}

const requestOf = (request: RecordOf<"request">): ExplainedRequest => {
  const subject = subjectOf(request.query, request.body)
  return {
    destination: request.destination ?? request.party,
    ...(subject === undefined ? {} : { subject }),
    method: request.method,
    url: request.url,
    ...(request.choice === undefined ? {} : { choice: request.choice }),
    parameters: Object.entries(request.query).map(([name, value]) => ({ name, value, meaning: meaningOf(request.url, name, value) })),
    ...(request.body === undefined ? {} : { body: decodeBody(request.body) ?? request.body }),
  }
}

const reasons: Record<RecordOf<"firing">["status"], string> = {
  success: "fired",
  failure: "its own code failed",
  timeout: "it did not end in time",
  "blocked-by-consent": "consent held it back",
  blocked: "a blocking trigger or the page's limits held it back",
  "not-triggered": "no trigger matched",
  paused: "it is paused",
}

const todoOf = (step: RecordOf<"step"> | undefined, expectations: readonly ExplainedExpectation[], lines: readonly EvidenceRecord[]): string[] => {
  const ask = { missing: (one: ExplainedExpectation) => (one.nearest === undefined ? `${one.event} never came: look whether the element still has its data-tw-event attribute, and whether \`on\` of the event matches it.` : `${one.event} never came; nearest was ${one.nearest.event} in step ${one.nearest.step} (${one.nearest.why}). Move the expectation, or mend the binding.`), different: (one: ExplainedExpectation) => `${one.event} came with ${one.departures.map(({ parameter, expected, got }) => `${parameter} ${JSON.stringify(got)} instead of ${JSON.stringify(expected)}`).join(", ")}: mend the page, or the expectation in the plan's journey.`, unexpected: (one: ExplainedExpectation) => `${one.event} came once more than expected: look for two bindings that match the same element.`, met: () => "" }
  const state = step === undefined || step.outcome === "done" ? [] : [step.outcome === "failed" ? `The step could not be done: ${step.reason ?? "no reason given"}. Open its picture; does the selector still match?` : `The step proves nothing: ${step.reason ?? "no reason given"}.`]
  const violations = ofKind(lines, "push").flatMap((push) => push.violations.map(({ parameter, detail }) => `${push.event ?? "A push"}${parameter === undefined ? "" : `, ${parameter}`}: ${detail}. Send what the plan says, or change the plan.`))
  const personal = ofKind(lines, "personal-data").map(({ type, place, name }) => `Take the ${type} out of ${place} ${name}.`)
  return [...new Set([...state, ...expectations.filter(({ outcome }) => outcome !== "met").map((one) => ask[one.outcome](one)), ...violations, ...personal])]
}

const names = (record: RecordOf<"storage"> | undefined): string[] => record?.cookies.map(({ name }) => name) ?? []

/** Everything that is known of one step, in words a person can act on. Personal values are in none of it: the evidence holds none. */
export const explainStep = (records: readonly EvidenceRecord[], where: Where, files: ReadonlySet<string>): ExplainedStep => {
  const walk = records.filter((record): record is Extract<EvidenceRecord, Where> => "step" in record && samePlace(record, where))
  const lines = walk.filter((record) => record.step === where.step)
  const [step] = ofKind(lines, "step")
  const expectations = ofKind(lines, "expectation").map((one) => expectationOf(one, ofKind(walk, "push")))
  const firings = ofKind(lines, "firing")
  const now = ofKind(lines, "storage").at(-1)
  const before = ofKind(walk, "storage").findLast((record) => record.step < where.step)
  const har = harPath(where.scenario, where.journey)
  return {
    scenario: where.scenario,
    journey: where.journey,
    step: where.step + 1,
    title: step?.title ?? "",
    outcome: step?.outcome ?? "unknown",
    ...(step?.reason === undefined ? {} : { reason: step.reason }),
    url: step?.url ?? "",
    ...(step?.choice === undefined ? {} : { choice: step.choice }),
    consent: { ...step?.consent },
    expectations,
    pushes: ofKind(lines, "push").flatMap(({ event, violations }) => (event === undefined ? [] : [{ event, violations: violations.map(({ parameter, detail }) => ({ ...(parameter === undefined ? {} : { parameter }), detail })) }])),
    fired: firings.filter(({ status }) => status === "success").map(({ event, tag }) => ({ event, tag })),
    notFired: firings.filter(({ status }) => status !== "success").map(({ event, tag, status, detail }) => ({ event, tag, status, why: detail === undefined || detail === "" ? reasons[status] : `${reasons[status]} (${detail})` })),
    requests: ofKind(lines, "request").filter(({ party }) => party !== "site").map(requestOf),
    cookies: { there: names(now), added: names(now).filter((name) => !names(before).includes(name)), removed: now === undefined ? [] : names(before).filter((name) => !names(now).includes(name)) },
    personalData: ofKind(lines, "personal-data").map(({ type, place, name }) => ({ type, place, name })),
    ...(step?.screenshot === undefined ? {} : { screenshot: step.screenshot }),
    ...(files.has(har) ? { har } : {}),
    todo: todoOf(step, expectations, lines),
  }
}
