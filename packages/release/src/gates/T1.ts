import type { GateFinding } from "@tagwright/formats"
import { count, defineGate, type GateInput, type Observed } from "../gate.ts"
import { placeName } from "../observe/choice.ts"

const codes = {
  "element-unmeasured": "Bind an event to it (data-tw-event, or `on` in the plan), or excuse it with a waiver that gives a reason.",
  "coverage-below-threshold": "Measure or excuse the elements listed below, or lower `thresholds.coverage` in the plan.",
  "page-not-walked": "Add the page to a journey or link to it: nothing is known about its elements.",
  "expected-event-missing": "Open the step: the element may have lost its attribute, or the binding's selector no longer matches.",
  "waiver-expired": "Measure the element, or let the owner renew the waiver with a new date.",
} as const
type Input = GateInput<"element" | "expectation" | "page", keyof typeof codes>

const covered = (element: Observed<"element">): boolean => element.measuredBy !== undefined || element.waiver !== undefined
const where = ({ page, section, role, label }: Observed<"element">): string =>
  `${page}${section === undefined ? "" : ` › ${section}`}: the ${role} ${JSON.stringify(label)}`

const elementFindings = ({ of, plan, finding }: Input): GateFinding[] => {
  const elements = of("element")
  const open = elements.filter((element) => !covered(element))
  const share = (elements.length - open.length) / elements.length
  return share >= plan.thresholds.coverage
    ? []
    : [
        ...(plan.thresholds.coverage < 1
          ? [finding("coverage-below-threshold", `${Math.floor(share * 100)} % of the elements are covered, ${Math.round(plan.thresholds.coverage * 100)} % are required`)]
          : []),
        ...open.map((element) => finding("element-unmeasured", `${where(element)} is neither measured nor excused`, [element])),
      ]
}

/** Pages count as walked under their key in the plan or under their path. */
const pageFindings = ({ of, plan, finding }: Input): GateFinding[] => {
  const walked = new Set([...of("element").map(({ page }) => page), ...of("page").flatMap(({ page, outcome }) => (outcome === "walked" ? [page] : []))])
  const stuck = of("page").filter(({ outcome }) => outcome === "failed" || outcome === "left out")
  return [
    ...stuck.map((page) => finding("page-not-walked", `${page.page} was not walked: ${page.reason ?? page.outcome}`, [page])),
    ...Object.entries(plan.pages)
      .filter(([key, { path }]) => !walked.has(key) && !walked.has(path) && !stuck.some(({ page }) => page === key))
      .map(([key, { path }]) => finding("page-not-walked", `No element of ${key} (${path}) was seen`)),
  ]
}

/** T1 — Complete section coverage. */
export const T1 = defineGate({
  id: "T1",
  needs: ["element", "expectation"],
  reads: ["page"],
  codes,
  inconclusive: ["page-not-walked"],
  judge(input) {
    const { of, plan, finding, today } = input
    const missing = of("expectation").filter(({ source, outcome }) => source === "browser" && outcome === "missing")
    const expired = plan.waivers.filter(({ expires, reason }) => expires < today && of("element").some(({ waiver }) => waiver === reason))
    const waived = of("element").filter(({ measuredBy, waiver }) => measuredBy === undefined && waiver !== undefined).length
    return {
      summary: `${count(of("element").length, "element")}: ${of("element").filter(({ measuredBy }) => measuredBy !== undefined).length} measured, ${waived} excused; ${count(of("expectation").filter(({ source }) => source === "browser").length, "browser expectation")} compared.`,
      findings: [
        ...missing.map((expectation) => finding("expected-event-missing", `${expectation.event} was expected and never came (${placeName(expectation)})`, [expectation])),
        ...elementFindings(input),
        ...pageFindings(input),
        ...expired.map(({ selector, expires, owner, reason }) =>
          finding("waiver-expired", `The waiver for ${selector} (owner ${owner}) expired on ${expires}`, of("element").filter(({ waiver }) => waiver === reason)),
        ),
      ],
    }
  },
})
