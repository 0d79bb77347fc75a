import { gateIds, type BundleManifest, type Finding, type GateFinding, type GateId } from "@tagwright/formats"
import type { Observed } from "./gate.ts"

/** Rules of the plan name the gate they count for; an error that names none is one of shape. */
const gateOf = ({ args }: Finding): GateId => gateIds.find((id) => id === args["gate"]) ?? "T2"

const toGateFinding = ({ code, message, help, at }: Finding, records: number[]): GateFinding => {
  const place = at.line === undefined ? at.file : `${at.file}:${at.line}:${at.column ?? 1}`
  return { code, message: `${message} (${place})`, help, records }
}

/** The plan's own errors by gate, from the bundle and from the evidence; the same one said twice counts once. */
export const planFindings = (records: readonly Observed[], manifest: BundleManifest): ReadonlyMap<GateId, GateFinding[]> => {
  const observed = records.flatMap((record) => (record.kind === "plan-finding" ? [{ finding: record.finding, lines: [record.line] }] : []))
  const built = manifest.findings.map((finding) => ({ finding, lines: [] }))
  const errors = [...observed, ...built].filter(({ finding }) => finding.severity === "error")
  const groups = Map.groupBy(errors, ({ finding }) => gateOf(finding))
  return new Map([...groups].map(([gate, list]) => [gate, list.map(({ finding, lines }) => toGateFinding(finding, lines))]))
}
