import type { FaultRecord } from "@tagwright/formats"
import { count, defineGate } from "../gate.ts"
import { placeName } from "../observe/choice.ts"

const codes = {
  "visitor-disturbed": "Tracking may fail, the visitor's way may not: nothing on the page may wait for it or throw because of it.",
  "journey-broken": "The journey could not go on here; the screenshot shows the page. Does the step's selector still match?",
  "fault-not-tried": "Run `tagwright qa` again: this fault was not tried, so surviving it is not known.",
  "error-probe-failed": "The evidence names the question that was answered with no.",
} as const

/** What breaks in practice: ad blockers, an outage of ours, a container that throws, a policy of the site, a locked-down browser, a slow consent tool. */
const pageFaults = ["kit-missing", "gtm-blocked", "storage-blocked", "server-down", "server-slow", "script-error", "strict-csp", "ad-blocker", "cmp-slow"] as const satisfies readonly FaultRecord["fault"][]
const own: readonly FaultRecord["fault"][] = pageFaults

/** T5 — Error handling. */
export const T5 = defineGate({
  id: "T5",
  needs: ["fault", "step"],
  reads: ["probe"],
  codes,
  inconclusive: ["fault-not-tried"],
  judge({ of, finding }) {
    const faults = of("fault").filter(({ fault }) => own.includes(fault))
    const broken = of("step").filter(({ outcome }) => outcome === "failed")
    return {
      summary: `${count(faults.length, "journey")} driven while something was broken, ${count(of("step").length, "step")} while nothing was.`,
      findings: [
        ...broken.map((step) => finding("journey-broken", `${step.title}: ${step.reason ?? "it failed"} (${placeName(step)})`, [step])),
        ...faults
          .filter(({ survived }) => !survived)
          .map((record) => finding("visitor-disturbed", `${record.fault}${record.journey === undefined ? "" : ` in ${record.journey}`}: ${record.detail}`, [record])),
        ...pageFaults.filter((name) => !faults.some(({ fault }) => fault === name)).map((name) => finding("fault-not-tried", `${name} was not tried`)),
        ...of("probe").filter(({ gate, holds }) => gate === "T5" && !holds).map((probe) => finding("error-probe-failed", `${probe.probe}: ${probe.detail}`, [probe])),
      ],
    }
  },
})
