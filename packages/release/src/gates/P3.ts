import type { GateFinding, ResolvedDestination } from "@tagwright/formats"
import { count, defineGate, type GateInput, type Observed } from "../gate.ts"
import { allows, choiceAt, placeName } from "../observe/choice.ts"
import { cookieOwner } from "../observe/cookies.ts"
import { destinationOf } from "../observe/destination.ts"

const codes = {
  "marketing-request-without-consent": "Give the tag that sent it its consent check again (`tagwright build`), or remove the script that sends past the container.",
  "marketing-delivery-without-consent": "The server must withhold it: check the destination's `consent` and the choice stored with the event.",
  "marketing-cookie-without-consent": "Something set an advertising cookie without consent: find the script by the step's requests.",
  "consent-check-removed": "Import the container as it was built; if the tag was meant to change, change the plan.",
  "functional-delivery-withheld": "What the visitor asked for needs no consent to marketing: give the destination a category that is `always`.",
  "marketing-never-allowed": "No scenario shows that the destination gets anything at all, so its silence proves nothing: run the scenario `all`.",
  "marketing-refusal-not-tried": "No step shows a visitor who refused marketing: run the scenario `none`.",
  "marketing-probe-failed": "The evidence names the question that was answered with no.",
} as const
type Input = GateInput<"request" | "step" | "delivery" | "storage" | "container-check" | "probe", keyof typeof codes>

const requestFindings = ({ of, plan, finding }: Input): GateFinding[] =>
  of("request").flatMap((request) => {
    const destination = destinationOf(plan, request)
    if (destination === undefined || !destination.marketing || allows(plan, destination, request.choice)) return []
    const when = request.choice === undefined ? "before any choice" : `though ${destination.consent} was refused`
    return [finding("marketing-request-without-consent", `${destination.id} was reached by the ${request.from} ${when} (${placeName(request)})`, [request])]
  })

const deliveryFindings = ({ of, plan, finding }: Input): GateFinding[] =>
  of("delivery").flatMap((delivery) => {
    const destination = plan.destinations[delivery.destination]
    if (destination === undefined) return []
    const choice = choiceAt(of("step"), delivery)
    const allowed = allows(plan, destination, choice)
    if (destination.marketing && !allowed && delivery.state === "delivered")
      return [finding("marketing-delivery-without-consent", `The server delivered ${delivery.event} to ${destination.id} without consent (${placeName(delivery)})`, [delivery])]
    const free = plan.consent.categories[destination.consent]?.always === true
    if (!destination.marketing && free && delivery.state === "withheld")
      return [finding("functional-delivery-withheld", `${delivery.event} was withheld from ${destination.id}, which needs no consent (${placeName(delivery)})`, [delivery])]
    return []
  })

const cookieFindings = ({ of, plan, finding }: Input): GateFinding[] =>
  of("storage").flatMap((storage) => {
    const choice = storage.choice ?? choiceAt(of("step"), storage)
    const owned = Object.values(plan.destinations).filter((destination) => destination.marketing && !allows(plan, destination, choice))
    const wrong = storage.cookies.filter(({ name }) => owned.some((destination) => cookieOwner(name) === destination.type))
    return wrong.map(({ name }) => finding("marketing-cookie-without-consent", `The cookie ${name} is there without consent (${placeName(storage)})`, [storage]))
  })

const reached = ({ of, plan }: Input, destination: ResolvedDestination): boolean =>
  of("request").some((request) => destinationOf(plan, request)?.id === destination.id) ||
  of("delivery").some((delivery) => delivery.destination === destination.id && delivery.state === "delivered")

/** A gate that was never seen open is not known to be a gate; one that was never asked to close neither. */
const controlFindings = (input: Input, marketing: readonly ResolvedDestination[]): GateFinding[] => {
  const { of, plan, finding } = input
  const refused = of("step").some(({ choice }) => choice !== undefined && marketing.every((destination) => !allows(plan, destination, choice)))
  return [
    ...marketing.filter((destination) => !reached(input, destination)).map(({ id }) => finding("marketing-never-allowed", `${id} was not reached in any scenario`)),
    ...(refused ? [] : [finding("marketing-refusal-not-tried", "No visitor refused marketing")]),
  ]
}

const isConsentDrift = (record: Observed<"container-check">) => record.check === "drift" && record.aspect === "consent"

/** P3 — Marketing tag gating. */
export const P3 = defineGate({
  id: "P3",
  needs: ["request", "step"],
  reads: ["delivery", "storage", "container-check", "probe"],
  codes,
  inconclusive: ["marketing-never-allowed", "marketing-refusal-not-tried"],
  judge(input) {
    const { of, plan, finding } = input
    const used = new Set(Object.values(plan.events).flatMap(({ to }) => to))
    const marketing = Object.values(plan.destinations).filter((destination) => destination.marketing && used.has(destination.id))
    const drift = of("container-check").filter(isConsentDrift)
    const findings = [
      ...drift.map((check) => finding("consent-check-removed", `${check.entity}: expected ${check.expected}, found ${check.found}`, [check])),
      ...requestFindings(input),
      ...deliveryFindings(input),
      ...cookieFindings(input),
      ...of("probe")
        .filter(({ gate, holds }) => gate === "P3" && !holds)
        .map((probe) => finding("marketing-probe-failed", `${probe.probe}: ${probe.detail}`, [probe])),
      ...(marketing.length === 0 ? [] : controlFindings(input, marketing)),
    ]
    const summary = `${count(marketing.length, "marketing destination")}, ${count(of("request").length, "request")} and ${count(of("delivery").length, "delivery")} compared with the visitor's choice.`
    return marketing.length === 0 && findings.length === 0 ? { summary: "No event goes to a marketing destination.", findings, notApplicable: true } : { summary, findings }
  },
})
