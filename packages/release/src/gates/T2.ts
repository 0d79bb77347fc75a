import type { GateFinding } from "@tagwright/formats"
import { count, defineGate, type GateInput, type Observed } from "../gate.ts"
import { placeName, samePlace } from "../observe/choice.ts"

const codes = {
  "container-parameter-drift": "Import the container as it was built, or bring the change into the plan and build again.",
  "container-tag-drift": "Import the container as it was built, or bring the change into the plan and build again.",
  "container-trigger-drift": "Import the container as it was built, or bring the change into the plan and build again.",
  "shape-violation": "Send what the plan says: use the kit's typed track(), or change the event's parameters in the plan.",
  "expected-event-different": "Compare what was expected with what came: a parameter has another value than the plan's journey says.",
  "event-duplicated": "One use, one event: look for two bindings that match the same element.",
} as const
type Input = GateInput<"push" | "expectation" | "container-check" | "personal-data", keyof typeof codes>

const driftCode: Record<Observed<"container-check">["aspect"], keyof typeof codes | undefined> = {
  parameter: "container-parameter-drift",
  tag: "container-tag-drift",
  trigger: "container-trigger-drift",
  // Gate P3's and T6's.
  consent: undefined,
  declared: undefined,
  undeclared: undefined,
}

const driftFindings = ({ of, finding }: Input): GateFinding[] =>
  of("container-check").flatMap((check) => {
    const code = check.check === "drift" ? driftCode[check.aspect] : undefined
    return code === undefined ? [] : [finding(code, `${check.entity}: expected ${check.expected}, found ${check.found}`, [check])]
  })

/** A personal value in the wrong place is gate P1's, and only its: the shape it breaks on the way is the same fault. */
const isPersonal = ({ of, plan }: Input, push: Observed<"push">, parameter: string | undefined): boolean => {
  const privacy = parameter === undefined ? undefined : plan.parameters[parameter]?.privacy
  return (
    privacy === "personal" ||
    privacy === "sensitive" ||
    of("personal-data").some((found) => samePlace(found, push) && found.step === push.step && found.place === "push" && found.name === parameter)
  )
}

const shapeFindings = (input: Input): GateFinding[] =>
  input.of("push").flatMap((push) =>
    push.violations
      .filter(({ parameter }) => !isPersonal(input, push, parameter))
      .map(({ code, parameter, detail }) =>
        input.finding("shape-violation", `${push.event ?? "A push"}${parameter === undefined ? "" : `, ${parameter}`}: ${detail} (${code})`, [push]),
      ),
  )

/** T2 — Parameter consistency. */
export const T2 = defineGate({
  id: "T2",
  needs: ["push", "expectation"],
  reads: ["container-check", "personal-data"],
  codes,
  judge(input) {
    const { of, finding } = input
    const browser = of("expectation").filter(({ source }) => source === "browser")
    const different = browser.filter(({ outcome }) => outcome === "different")
    const twice = browser.filter(({ outcome }) => outcome === "unexpected")
    return {
      summary: `${count(of("push").length, "push")} compared with the plan's shapes, ${count(browser.length, "expectation")} with its journeys, and the ${input.run.container.source} container with the plan.`,
      findings: [
        ...driftFindings(input),
        ...shapeFindings(input),
        ...different.map((expectation) => finding("expected-event-different", `${expectation.event} came with other parameters (${placeName(expectation)})`, [expectation])),
        ...twice.map((expectation) => finding("event-duplicated", `${expectation.event} came more often than expected (${placeName(expectation)})`, [expectation])),
      ],
    }
  },
})
