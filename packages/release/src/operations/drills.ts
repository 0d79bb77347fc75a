import { drillNames, type DrillName, type DrillRecord, type OperationRecord } from "@tagwright/formats"
import { ofKind } from "./last-coverage.ts"

/** A quarter: S3 repeats them. */
export const FRESH_DAYS = 92
const DAY_MS = 86_400_000
/** K7: people have fifteen minutes; what notices later than that leaves them none. */
const LATEST_DETECTION_MS = 15 * 60_000

export type DrillFault = "drill-missing" | "drill-failed" | "drill-too-old" | "drill-undetected"

/** Every drill with the last time it was run. */
export const lastDrills = (records: readonly OperationRecord[]): { name: DrillName; record: DrillRecord | undefined }[] => {
  const last = new Map(ofKind(records, "drill").map((record) => [record.drill, record]))
  return drillNames.map((name) => ({ name, record: last.get(name) }))
}

/** Why a drill does not count on a day (ms since 1970), if it does not. */
export const drillFault = (name: DrillName, record: DrillRecord | undefined, today: number): { code: DrillFault; message: string } | undefined => {
  if (record === undefined) return { code: "drill-missing", message: `The drill ${name} was never run` }
  if (record.outcome === "failed") return { code: "drill-failed", message: `The drill ${name} failed: ${record.steps.find(({ ok }) => !ok)?.say ?? "no recovery"}` }
  if (record.at < today - FRESH_DAYS * DAY_MS) return { code: "drill-too-old", message: `The drill ${name} was last run on ${new Date(record.at).toISOString().slice(0, 10)}` }
  if (record.detectedMs === null) return { code: "drill-undetected", message: `In the drill ${name} the damage was never noticed` }
  return record.detectedMs > LATEST_DETECTION_MS ? { code: "drill-undetected", message: `In the drill ${name} the damage was noticed too late` } : undefined
}

/** Drills that must be run before gate O4 can pass. */
export const dueDrills = (records: readonly OperationRecord[], now: number): DrillName[] => lastDrills(records).flatMap(({ name, record }) => (drillFault(name, record, now) === undefined ? [] : [name]))
