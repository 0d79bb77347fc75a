import type { GateFinding, PlanEnvironment } from "@tagwright/formats"
import { count, defineGate, type GateInput, type Observed } from "../gate.ts"
import { placeName } from "../observe/choice.ts"
import { destinationOf } from "../observe/destination.ts"
import { holdsText } from "../observe/holds-key.ts"

const codes = {
  "environment-difference": "The containers of two environments may differ in ids only: build both from one plan.",
  "environments-not-compared": "Run `tagwright qa` again: the containers of the environments were not compared.",
  "other-environment-request": "Data of this environment went to another one's property: build the container again, and check which one the site loads.",
  "other-environment-delivery": "The server sent data of this environment to another one's property: check the environment it was started with.",
  "other-environment-container": "The site loads another environment's container: check the snippet's id.",
} as const
type Input = GateInput<"request" | "container-check" | "delivery", keyof typeof codes>

const idsOf = ({ gtm, gtmServer, ga4 }: PlanEnvironment): string[] => [gtm, ga4, ...(gtmServer === undefined ? [] : [gtmServer])]

const foreignIds = ({ plan, environment }: Input): string[] => {
  const own = new Set(idsOf(environment))
  return Object.values(plan.site.environments).flatMap(idsOf).filter((id) => !own.has(id))
}

const requestFindings = (input: Input, foreign: readonly string[]): GateFinding[] =>
  input.of("request").flatMap((request): GateFinding[] => {
    if (request.from !== "browser") return []
    if (request.party === "gtm" && foreign.includes(request.query["id"] ?? ""))
      return [input.finding("other-environment-container", `The site loads ${request.query["id"]} in ${input.run.environment} (${placeName(request)})`, [request])]
    const ga4 = destinationOf(input.plan, request)?.type === "ga4"
    const tid = request.query["tid"] ?? ""
    return ga4 && tid !== "" && tid !== input.environment.ga4
      ? [input.finding("other-environment-request", `A hit of ${input.run.environment} went to ${tid} (${placeName(request)})`, [request])]
      : []
  })

const deliveryFindings = ({ of, run, finding }: Input, foreign: readonly string[]): GateFinding[] =>
  of("delivery").flatMap((delivery: Observed<"delivery">) => {
    const id = foreign.find((text) => holdsText(delivery.received, text))
    return id === undefined ? [] : [finding("other-environment-delivery", `${delivery.event} of ${run.environment} was delivered to ${id}`, [delivery])]
  })

/** T6 — Environment separation. */
export const T6 = defineGate({
  id: "T6",
  needs: ["request"],
  reads: ["container-check", "delivery"],
  codes,
  inconclusive: ["environments-not-compared"],
  judge(input) {
    const { of, plan, finding } = input
    const names = Object.keys(plan.site.environments)
    if (names.length < 2) return { summary: `The plan has one environment, ${names.join()}: there is nothing to keep apart.`, findings: [], notApplicable: true }
    const compared = of("container-check").filter(({ check }) => check === "environment")
    const undeclared = compared.filter(({ aspect }) => aspect !== "declared")
    const foreign = foreignIds(input)
    return {
      summary: `${names.join(" and ")}: ${count(compared.length - undeclared.length, "declared difference")}, ${count(of("request").length, "request")} and ${count(of("delivery").length, "delivery")} searched for ids of another environment.`,
      findings: [
        ...(compared.length > 0 ? [] : [finding("environments-not-compared", `The containers of ${names.join(" and ")} were not compared`)]),
        ...undeclared.map((check) => finding("environment-difference", `${check.entity}: expected ${check.expected}, found ${check.found}`, [check])),
        ...requestFindings(input, foreign),
        ...deliveryFindings(input, foreign),
      ],
    }
  },
})
