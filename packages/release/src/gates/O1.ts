import { count, defineGate } from "../gate.ts"
import { judgeOperations } from "../operations/judge-operations.ts"
import { lastCoverage } from "../operations/last-coverage.ts"

const codes = {
  "monitoring-unknown": "Run `tagwright docs`: it makes the alert rules from the plan and says which critical part they watch.",
  "monitoring-of-another-plan": "The plan has changed since: run `tagwright docs` again.",
  "part-unwatched": "No alert watches this part: give it one (packages/operations/src/alerts/rules).",
  "nobody-is-paged": "Give the plan a channel for alerts that page (operations.channels): an alert nobody hears is none.",
  "nobody-on-call": "Say who takes turns (operations.onCall in the plan).",
} as const

/** O1 — Monitoring implemented. */
export const O1 = defineGate({
  id: "O1",
  needs: [],
  reads: [],
  codes,
  inconclusive: ["monitoring-unknown"],
  judge: (input) =>
    judgeOperations(input, () => input.finding("monitoring-unknown", "Nobody has looked at what is watched"), (records) => {
      const look = lastCoverage(records, "monitoring")
      const { channels, onCall } = input.plan.operations
      if (look === undefined) return { summary: "Nobody has looked at what is watched.", findings: [input.finding("monitoring-unknown", "The records do not say which parts are watched")] }
      return {
        summary: `${count(look.covered.length, "critical part")} of ${look.covered.length + look.missing.length} watched, ${count(Object.keys(channels).length, "alert channel")}.`,
        findings: [
          ...(look.planDigest === input.planDigest ? [] : [input.finding("monitoring-of-another-plan", "What is watched was looked at for another plan")]),
          ...look.missing.map((part) => input.finding("part-unwatched", `${part} is watched by no alert`)),
          ...(Object.values(channels).some(({ severities }) => severities.includes("page")) ? [] : [input.finding("nobody-is-paged", "No channel of the plan gets alerts that page")]),
          ...(onCall.length > 0 ? [] : [input.finding("nobody-on-call", "The plan names nobody who is on call")]),
        ],
      }
    }),
})
