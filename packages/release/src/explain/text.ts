import type { Explanation } from "./explain.ts"
import type { ExplainedExpectation, ExplainedRequest, ExplainedStep } from "./step.ts"

const marks: Record<ExplainedExpectation["outcome"], string> = { met: "✓", missing: "✗", different: "≠", unexpected: "+" }
const words: Record<ExplainedExpectation["outcome"], string> = { met: "came", missing: "never came", different: "came otherwise", unexpected: "came once more" }
/** Parameters shown of a request; the report has them all. */
const SHOWN = 12

const params = (values: Record<string, unknown>): string => Object.entries(values).map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(" ")
const allowed = (choice: Record<string, boolean> | undefined): string => {
  if (choice === undefined) return "no choice yet"
  const names = Object.keys(choice).filter((name) => choice[name] === true)
  return names.length === 0 ? "nothing allowed" : `allows ${names.join(", ")}`
}

const expectationLines = ({ event, source, outcome, expected, departures, nearest }: ExplainedExpectation): string[] => [
  `    ${marks[outcome]} ${event} ${params(expected)}  ${words[outcome]}${source === "server" ? " at the server" : ""}`.trimEnd(),
  ...departures.map(({ parameter, expected: wanted, got }) => `        ${parameter}: expected ${JSON.stringify(wanted)}, got ${JSON.stringify(got)}`),
  ...(nearest === undefined ? [] : [`        nearest: ${nearest.event} in step ${nearest.step}, ${nearest.why}${nearest.departures.length === 0 ? "" : `; ${nearest.departures.map(({ parameter, got }) => `${parameter} was ${JSON.stringify(got)}`).join(", ")}`}`]),
]

const requestLines = ({ destination, subject, method, url, choice, parameters }: ExplainedRequest): string[] => [
  `    ${destination}${subject === undefined ? "" : ` ${subject}`}  ${method} ${url}  (${allowed(choice)})`,
  ...parameters.slice(0, SHOWN).map(({ name, value, meaning }) => `        ${name} = ${value}${meaning === "" ? "" : `   ${meaning}`}`),
  ...(parameters.length > SHOWN ? [`        and ${parameters.length - SHOWN} more`] : []),
]

/** Every event passes nearly all tags by; only a tag that names an event that was expected and did not count tells something. */
const isTelling = ({ status, tag }: ExplainedStep["notFired"][number], { expectations }: ExplainedStep): boolean =>
  status !== "not-triggered" || expectations.some(({ event, outcome }) => outcome !== "met" && tag.includes(event))

const notFiredLines = (step: ExplainedStep): string[] => {
  const telling = step.notFired.filter((one) => isTelling(one, step))
  const rest = step.notFired.length - telling.length
  return [...new Set(telling.map(({ event, tag, why }) => `    ${tag}  on ${event}: ${why}`)), ...(rest === 0 ? [] : [`    ${rest} more were about other events (--json lists them)`])]
}

const section = (title: string, lines: readonly string[]): string[] => (lines.length === 0 ? [] : [`  ${title}`, ...lines])

const stepLines = (step: ExplainedStep): string[] => [
  `${step.scenario} / ${step.journey} / step ${step.step}: ${step.title}`,
  `  ${step.outcome}${step.reason === undefined ? "" : `: ${step.reason}`}; at ${step.url === "" ? "no page" : step.url}; ${allowed(step.choice)}`,
  ...section("What to do", step.todo.map((line) => `    → ${line}`)),
  ...section("Expected", step.expectations.flatMap(expectationLines)),
  ...section("Pushed", step.pushes.map(({ event, violations }) => `    ${event}${violations.map(({ parameter, detail }) => `  ! ${parameter === undefined ? "" : `${parameter}: `}${detail}`).join("")}`)),
  ...section("Tags that fired", step.fired.map(({ event, tag }) => `    ${tag}  on ${event}`)),
  ...section("Tags that did not", notFiredLines(step)),
  ...section("Requests beyond the site", step.requests.flatMap(requestLines)),
  ...section("Personal data", step.personalData.map(({ type, place, name }) => `    ${type} in ${place} ${name}`)),
  ...section("Cookies", step.cookies.there.length + step.cookies.removed.length === 0 ? [] : [`    ${[...step.cookies.there.map((name) => (step.cookies.added.includes(name) ? `+${name}` : name)), ...step.cookies.removed.map((name) => `-${name}`)].join(" ")}`]),
  ...section("See", [step.screenshot, step.har].flatMap((path) => (path === undefined ? [] : [`    ${path}`]))),
]

/** An explanation for a terminal. */
export const explanationText = ({ finding, records, steps }: Explanation): string =>
  `${[
    ...(finding === undefined ? [] : [`${finding.gate} ${finding.code}`, `${finding.message}`, `→ ${finding.help}`]),
    ...records.map(({ line, label }) => `  r${line} ${label}`),
    ...steps.flatMap((step, index) => [...(index > 0 || finding !== undefined ? [""] : []), ...stepLines(step)]),
  ].join("\n")}\n`
