import type { BundleManifest, Decision, EvidenceRecord, GateId, ResolvedPlan } from "@tagwright/formats"
import { decide, policyOf } from "../src/index.ts"
import { plan as samplePlan } from "./sample/plan.ts"
import { BUNDLE_DIGEST, healthyRecords } from "./sample/walk.ts"

const manifest: BundleManifest = { version: 1, planDigest: "a".repeat(64), digest: BUNDLE_DIGEST, files: {}, findings: [] }

export const decideRecords = (records: readonly EvidenceRecord[], plan: ResolvedPlan = samplePlan, today = "2026-11-22"): Decision =>
  decide({ evidence: { records, seal: { version: 1, digest: "e".repeat(64), files: {} } }, manifest, plan, policy: policyOf(plan), today })

/** The gates that do not pass, with their codes: `{P1: ["personal-data-request"]}`. A healthy system gives `{}`. */
export const redGates = (decision: Decision): Partial<Record<GateId, string[]>> =>
  Object.fromEntries(
    decision.gates
      // Operations are judged only where records of them are handed in.
      .filter(({ id, verdict }) => verdict !== "pass" && !(id.startsWith("O") && verdict === "not applicable"))
      .map(({ id, findings }) => [id, [...new Set(findings.map(({ code }) => code))].sort()]),
  )

export const healthy = (): EvidenceRecord[] => healthyRecords(samplePlan)

type Change = (record: EvidenceRecord, index: number) => EvidenceRecord | undefined
/** Healthy records with something planted: change, drop (undefined) or add. */
export const planted = (change: Change, added: readonly EvidenceRecord[] = []): EvidenceRecord[] => [...healthy().flatMap((record, index) => change(record, index) ?? []), ...added]
export const keep: Change = (record) => record
