import { consentTypes, type CategoryChoice, type ConsentType, type GateFinding } from "@tagwright/formats"
import { count, defineGate, type Context, type GateInput, type Observed } from "../gate.ts"
import { grantedTypes, placeName, regionalTypes, samePlace } from "../observe/choice.ts"
import { canFireTags, consentCommand, startsContainer } from "../observe/consent-command.ts"
import { destinationOf, isGoogle } from "../observe/destination.ts"
import { decodeGcd, decodeGcs } from "../observe/google-signals.ts"

const codes = {
  "consent-default-missing": "Load the kit's script first in <head>, before the container's snippet: it sets the default.",
  "consent-default-late": "Nothing may be pushed before the default: load the kit's script first in <head>.",
  "consent-default-incomplete": "The default must name all seven Consent Mode types; take the kit as it was built.",
  "consent-default-granted": "Before a choice only what needs none may be granted; look at `consent.categories` and at scripts that call gtag themselves.",
  "consent-default-repeated": "One default per page; a choice made before is an `update`. Remove the second call.",
  "consent-update-missing": "The banner must tell the kit of the choice: check `consent.banner.cmp` and its selectors.",
  "consent-state-wrong": "Compare `consent.categories.*.grants` with what the container had at the end of this step.",
  "consent-signal-missing": "A Google hit without gcs was sent by a tag that does not know of consent: check who loads it.",
  "consent-signal-wrong": "The tag ran under another consent than the visitor's choice; look at the order of pushes in this step.",
  "consent-scenario-missing": "Run `tagwright qa` with every scenario: agreeing and refusing must both be seen.",
  "consent-banner-not-seen": "The banner did not show, so nothing about consent was proven. See the step's screenshot; is the banner hidden from robots?",
  "browser-not-run": "Install the browser (`node tools/setup.mjs --engines`), or do not ask for it.",
  "consent-probe-failed": "The evidence names the question that was answered with no.",
} as const
type Input = GateInput<"push" | "step" | "request" | "banner" | "probe", keyof typeof codes>

const defaultFindings = ({ plan, finding }: Input, push: Observed<"push">): GateFinding[] => {
  const read = consentCommand(push)
  if (read === undefined || read.command !== "default" || read.region) return []
  const missing = consentTypes.filter((type) => read.states[type] === undefined)
  const free = grantedTypes(plan, undefined)
  const granted = consentTypes.filter((type) => read.states[type] === "granted" && !free.has(type))
  return [
    ...(missing.length > 0 ? [finding("consent-default-incomplete", `The consent default does not name ${missing.join(", ")}`, [push])] : []),
    ...(granted.length > 0 ? [finding("consent-default-granted", `The consent default grants ${granted.join(", ")} before any choice`, [push])] : []),
  ]
}

/**
 * One pass over the pushes of a journey. A page begins with its default and has started with `gtm.js`; a default between
 * two `gtm.js` is the next page's, a second one without a `gtm.js` between is a repetition.
 */
const orderFindings = (input: Input, pushes: readonly Observed<"push">[]): GateFinding[] => {
  const { finding } = input
  let ready = false
  let started = false
  return pushes.flatMap((push): GateFinding[] => {
    const read = consentCommand(push)
    if (read?.command === "default" && !read.region) {
      const repeated = ready && !started
      ready = true
      started = false
      return repeated ? [finding("consent-default-repeated", "The consent default was set twice on one page", [push])] : []
    }
    if (startsContainer(push)) {
      const known = ready && !started
      started = true
      return known ? [] : [finding("consent-default-missing", `The container started without a consent default (${placeName(push)})`, [push])]
    }
    return !ready && canFireTags(push) ? [finding("consent-default-late", `${push.event ?? "A gtag command"} was pushed before the consent default`, [push])] : []
  })
}

const sameChoice = (a: CategoryChoice | undefined, b: CategoryChoice | undefined): boolean =>
  Object.keys({ ...a, ...b }).every((key) => (a?.[key] ?? false) === (b?.[key] ?? false)) && (a === undefined) === (b === undefined)

/** Consent Mode at the end of a step must be what the choice says; before a choice a region may grant more. */
const stateFindings = ({ plan, finding }: Input, step: Observed<"step">): GateFinding[] => {
  const granted = grantedTypes(plan, step.choice)
  const maybe = step.choice === undefined ? regionalTypes(plan) : new Set<ConsentType>()
  const wrong = consentTypes.filter((type) => {
    const state = step.consent[type]
    return state !== undefined && !maybe.has(type) && (state === "granted") !== granted.has(type)
  })
  return wrong.length === 0
    ? []
    : [finding("consent-state-wrong", `${wrong.join(", ")} ${wrong.length === 1 ? "is" : "are"} not what the choice says (${placeName(step)})`, [step])]
}

const updateFindings = (input: Input, steps: readonly Observed<"step">[], pushes: readonly Observed<"push">[]): GateFinding[] =>
  steps.flatMap((step, index) => {
    const before = steps[index - 1]
    if (step.choice === undefined || sameChoice(step.choice, before?.choice)) return []
    const updated = pushes.some((push) => push.step === step.step && consentCommand(push)?.command === "update")
    return updated ? [] : [input.finding("consent-update-missing", `A choice was made and no consent update followed (${placeName(step)})`, [step])]
  })

const signalFindings = (context: Context, { finding }: Input, request: Observed<"request">): GateFinding[] => {
  const destination = destinationOf(context.plan, request)
  if (!isGoogle(destination) || request.from !== "browser" || !request.url.includes("/collect")) return []
  const { gcs, gcd } = request.query
  if (gcs === undefined && gcd === undefined) return [finding("consent-signal-missing", `A Google hit to ${request.url} says nothing about consent`, [request])]
  const granted = grantedTypes(context.plan, request.choice)
  const said = [decodeGcs(gcs ?? "") ?? {}, decodeGcd(gcd ?? "") ?? {}]
  const wrong = consentTypes.filter((type) => said.some((signals) => signals[type] !== undefined && signals[type] !== granted.has(type)))
  return wrong.length === 0 ? [] : [finding("consent-signal-wrong", `A Google hit says ${wrong.join(", ")} otherwise than the visitor chose (${placeName(request)})`, [request])]
}

const bannerFindings = ({ of, finding }: Input): GateFinding[] => [
  ...of("banner")
    .filter(({ shown }) => !shown)
    .map((banner) => finding("consent-banner-not-seen", `The banner did not show (${placeName(banner)})`, [banner])),
  ...of("step")
    .filter(({ outcome }) => outcome === "inconclusive")
    .map((step) => finding("consent-banner-not-seen", `${step.title} was inconclusive: ${step.reason ?? "no reason given"} (${placeName(step)})`, [step])),
]

const scenarioFindings = ({ of, plan, finding }: Input): GateFinding[] => {
  const free = grantedTypes(plan, undefined).size
  const chosen = of("step").flatMap(({ choice }) => (choice === undefined ? [] : [grantedTypes(plan, choice).size]))
  return [
    ...(chosen.some((size) => size > free) ? [] : [finding("consent-scenario-missing", "No step shows a visitor who agreed")]),
    ...(chosen.includes(free) ? [] : [finding("consent-scenario-missing", "No step shows a visitor who refused")]),
  ]
}

/** P2 — Consent Mode functional. */
export const P2 = defineGate({
  id: "P2",
  needs: ["push", "step"],
  reads: ["request", "banner", "probe"],
  codes,
  inconclusive: ["consent-banner-not-seen", "consent-scenario-missing", "browser-not-run"],
  judge(input) {
    const { of, finding } = input
    const walks = [...Map.groupBy(of("step"), ({ scenario, journey }) => `${scenario}\n${journey}`).values()]
    const perWalk = walks.flatMap((steps) => {
      const first = steps[0]
      const pushes = first === undefined ? [] : of("push").filter((push) => samePlace(push, first))
      return [...orderFindings(input, pushes), ...updateFindings(input, steps, pushes)]
    })
    const probes = of("probe").filter(({ gate, holds }) => gate === "P2" && !holds)
    return {
      summary: `${count(of("push").filter((push) => consentCommand(push) !== undefined).length, "consent command")} in ${count(walks.length, "walk")} over ${count(input.run.scenarios.length, "scenario")}, ${count(of("step").length, "step")} compared with the visitor's choice.`,
      findings: [
        ...bannerFindings(input),
        ...(input.run.engines ?? []).flatMap(({ name, outcome, reason }) => (outcome === "not run" ? [finding("browser-not-run", `${name} was asked for and did not run: ${reason ?? "no reason given"}`)] : [])),
        ...scenarioFindings(input),
        ...perWalk,
        ...of("push").flatMap((push) => defaultFindings(input, push)),
        ...of("step").flatMap((step) => stateFindings(input, step)),
        ...of("request").flatMap((request) => signalFindings(input, input, request)),
        ...probes.map((probe) => finding("consent-probe-failed", `${probe.probe}: ${probe.detail}`, [probe])),
      ],
    }
  },
})
