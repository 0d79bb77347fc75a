import { drillNames, type DrillRecord, type OperationRecord, type ResolvedPlan } from "@tagwright/formats"
import { describe, expect, it } from "vitest"
import { decide, policyOf } from "../src/index.ts"
import { plan as base } from "./sample/plan.ts"
import { BUNDLE_DIGEST, healthyRecords } from "./sample/walk.ts"

const PLAN = "a".repeat(64)
const TODAY = "2026-11-22"
const at = Date.parse(TODAY) - 86_400_000

const people = { ama: { name: "Ama Boateng", roles: ["privacy-officer", "operations-manager"] } }
const systems = ["site", "server", "containers", "privacy", ...Object.keys(base.destinations), ...Object.keys(base.webhooks)]
const plan: ResolvedPlan = {
  ...base,
  people,
  operations: { owners: Object.fromEntries(systems.map((system) => [system, { first: "ama" }])), onCall: ["ama"], channels: { mail: { type: "email", to: ["ops@shop.example"], from: "tagwright@shop.example", secret: "SMTP_URL", severities: ["page"] } } },
  policy: { ...base.policy, gates: ["O1", "O2", "O3", "O4"] },
}
const drill = (name: string, more: Partial<DrillRecord> = {}): DrillRecord => ({ kind: "drill", at, drill: name, outcome: "passed", detectedBy: "alert", detectedMs: 2_000, recoveredMs: 9_000, steps: [{ say: "Look", command: "tagwright status", ok: true, ms: 5 }], by: "program", ...more })
const healthy: OperationRecord[] = [
  { kind: "coverage", at, of: "monitoring", planDigest: PLAN, covered: ["server"], missing: [] },
  { kind: "coverage", at, of: "documentation", planDigest: PLAN, covered: ["runbooks/README.md"], missing: [] },
  { kind: "coverage", at, of: "team", planDigest: PLAN, covered: ["ama/privacy-officer", "ama/operations-manager"], missing: [] },
  ...drillNames.map((name) => drill(name)),
]

const judged = (records: readonly OperationRecord[] | undefined, of: ResolvedPlan = plan) =>
  decide({
    evidence: { records: healthyRecords(base), seal: { version: 1, digest: "e".repeat(64), files: {} } },
    manifest: { version: 1, planDigest: PLAN, digest: BUNDLE_DIGEST, files: {}, findings: [] },
    plan: of,
    policy: policyOf(of),
    today: TODAY,
    operations: records === undefined ? undefined : { records, digest: "d".repeat(64) },
  })
const codes = (records: readonly OperationRecord[] | undefined, of?: ResolvedPlan) =>
  Object.fromEntries(judged(records, of).gates.filter(({ id, verdict }) => /^O[1-4]$/.test(id) && verdict !== "pass").map(({ id, verdict, findings }) => [id, [verdict, ...new Set(findings.map(({ code }) => code))]]))
const without = (kind: string, of?: string) => healthy.filter((record) => !(record.kind === kind && (of === undefined || ("of" in record && record.of === of) || ("drill" in record && record.drill === of))))

describe("O1 to O4", () => {
  it("pass on a team that is ready", () => {
    expect(codes(healthy)).toEqual({})
    expect(judged(healthy).operationsDigest).toBe("d".repeat(64))
  })
  it("say that nothing is known where nothing was recorded: an error if required, else no question", () => {
    expect(codes(undefined)).toEqual({ O1: ["error", "monitoring-unknown"], O2: ["error", "documentation-unknown"], O3: ["error", "training-unknown"], O4: ["error", "drills-unknown"] })
    const relaxed = { ...plan, policy: { ...plan.policy, gates: ["P1" as const] } }
    expect(judged(undefined, relaxed).gates.filter(({ id }) => /^O[1-4]$/.test(id)).map(({ verdict }) => verdict)).toEqual(Array(4).fill("not applicable"))
    expect(judged(undefined, relaxed)).not.toHaveProperty("operationsDigest")
  })
  it.each([
    ["monitoring-unknown", without("coverage", "monitoring"), plan, { O1: ["error", "monitoring-unknown"] }],
    ["part-unwatched", [...healthy, { kind: "coverage", at, of: "monitoring", planDigest: PLAN, covered: [], missing: ["store"] }], plan, { O1: ["fail", "part-unwatched"] }],
    ["monitoring-of-another-plan", [...healthy, { kind: "coverage", at, of: "monitoring", planDigest: "b", covered: ["store"], missing: [] }], plan, { O1: ["fail", "monitoring-of-another-plan"] }],
    ["nobody-is-paged", healthy, { ...plan, operations: { ...plan.operations, channels: {} } }, { O1: ["fail", "nobody-is-paged"] }],
    ["nobody-on-call", healthy, { ...plan, operations: { ...plan.operations, onCall: [] } }, { O1: ["fail", "nobody-on-call"] }],
    ["documentation-unknown", without("coverage", "documentation"), plan, { O2: ["error", "documentation-unknown"] }],
    ["procedure-missing", [...healthy, { kind: "coverage", at, of: "documentation", planDigest: PLAN, covered: [], missing: ["runbooks/README.md"] }], plan, { O2: ["fail", "procedure-missing"] }],
    ["documentation-of-another-plan", [...healthy, { kind: "coverage", at, of: "documentation", planDigest: "b", covered: ["x"], missing: [] }], plan, { O2: ["fail", "documentation-of-another-plan"] }],
    ["owner-missing", healthy, { ...plan, operations: { ...plan.operations, owners: {} } }, { O2: ["fail", "owner-missing"] }],
    ["training-unknown", without("coverage", "team"), plan, { O3: ["error", "training-unknown"] }],
    ["training-missing", [...healthy, { kind: "coverage", at, of: "team", planDigest: PLAN, covered: ["ama/privacy-officer"], missing: [] }], plan, { O3: ["fail", "training-missing"] }],
    ["nobody-to-train", healthy, { ...plan, people: {} }, { O3: ["fail", "nobody-to-train"] }],
    ["drill-missing", without("drill", "pii-leak"), plan, { O4: ["fail", "drill-missing"] }],
    ["drill-failed", [...healthy, drill("pii-leak", { outcome: "failed" })], plan, { O4: ["fail", "drill-failed"] }],
    ["drill-too-old", [...without("drill", "pii-leak"), drill("pii-leak", { at: at - 100 * 86_400_000 })], plan, { O4: ["fail", "drill-too-old"] }],
    ["drill-undetected", [...healthy, drill("pii-leak", { detectedMs: null })], plan, { O4: ["fail", "drill-undetected"] }],
  ] satisfies [string, OperationRecord[], ResolvedPlan, Record<string, string[]>][])("finds %s", (_code, records, of, expected) => expect(codes(records, of)).toEqual(expected))
})
