import { drillNames, type DrillRecord } from "@tagwright/formats"
import { count, defineGate } from "../gate.ts"
import { judgeOperations } from "../operations/judge-operations.ts"
import { ofKind } from "../operations/last-coverage.ts"

const codes = {
  "drills-unknown": "Run the drills: `tagwright drill --all`.",
  "drill-missing": "Run it: `tagwright drill NAME`.",
  "drill-too-old": "What was drilled long ago is not known to work today: run it again.",
  "drill-failed": "See its steps in the records; mend the runbook or the system, then run it again.",
  "drill-undetected": "Nothing noticed the damage by itself: an alert is missing, or too slow.",
} as const

/** A quarter: S3 repeats them. */
const FRESH_DAYS = 92
const DAY_MS = 86_400_000
/** K7: people have fifteen minutes; what notices later than that leaves them none. */
const LATEST_DETECTION_MS = 15 * 60_000

/** O4 — Emergency procedures: each one walked, within the last quarter, from detection to recovery. */
export const O4 = defineGate({
  id: "O4",
  needs: [],
  reads: [],
  codes,
  inconclusive: ["drills-unknown"],
  judge: (input) =>
    judgeOperations(input, () => input.finding("drills-unknown", "No drill is on record"), (records) => {
      const last = new Map<string, DrillRecord>()
      for (const record of ofKind(records, "drill")) last.set(record.drill, record)
      const oldest = Date.parse(input.today) - FRESH_DAYS * DAY_MS
      const findings = drillNames.flatMap((name) => {
        const record = last.get(name)
        if (record === undefined) return [input.finding("drill-missing", `The drill ${name} was never run`)]
        if (record.outcome === "failed") return [input.finding("drill-failed", `The drill ${name} failed: ${record.steps.find(({ ok }) => !ok)?.say ?? "no recovery"}`)]
        if (record.at < oldest) return [input.finding("drill-too-old", `The drill ${name} was last run on ${new Date(record.at).toISOString().slice(0, 10)}`)]
        return record.detectedMs === null || record.detectedMs > LATEST_DETECTION_MS ? [input.finding("drill-undetected", `In the drill ${name} the damage was ${record.detectedMs === null ? "never noticed" : "noticed too late"}`)] : []
      })
      return { summary: `${count(drillNames.length - findings.length, "drill")} of ${drillNames.length} passed within ${FRESH_DAYS} days.`, findings }
    }),
})
