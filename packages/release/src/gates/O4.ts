import { count, defineGate } from "../gate.ts"
import { drillFault, type DrillFault, FRESH_DAYS, lastDrills } from "../operations/drills.ts"
import { judgeOperations } from "../operations/judge-operations.ts"

const codes = {
  "drills-unknown": "Run the drills: `tagwright drill --all`.",
  "drill-missing": "Run it: `tagwright drill NAME`.",
  "drill-too-old": "What was drilled long ago is not known to work today: run it again.",
  "drill-failed": "See its steps in the records; mend the runbook or the system, then run it again.",
  "drill-undetected": "Nothing noticed the damage by itself: an alert is missing, or too slow.",
} as const satisfies Record<DrillFault | "drills-unknown", string>

/** O4 — Emergency procedures: each one walked, within the last quarter, from detection to recovery. */
export const O4 = defineGate({
  id: "O4",
  needs: [],
  reads: [],
  codes,
  inconclusive: ["drills-unknown"],
  judge: (input) =>
    judgeOperations(input, () => input.finding("drills-unknown", "No drill is on record"), (records) => {
      const last = lastDrills(records)
      const findings = last.flatMap(({ name, record }) => {
        const fault = drillFault(name, record, Date.parse(input.today))
        return fault === undefined ? [] : [input.finding(fault.code, fault.message)]
      })
      return { summary: `${count(last.length - findings.length, "drill")} of ${last.length} passed within ${FRESH_DAYS} days.`, findings }
    }),
})
