import { openEvidence } from "@tagwright/evidence"
import type { Decision, OperationRecord } from "@tagwright/formats"
import { join } from "node:path"
import { openBundle } from "./bundle.ts"
import { decide, policyOf, type Policy } from "./decide.ts"
import { OPERATIONS_FILE, readOperations } from "./operations/records.ts"

export interface JudgeInput {
  evidenceDir: string
  bundleDir: string
  /** Default: what the bundle's plan says */
  policy?: Policy
  /** YYYY-MM-DD. Default: today, UTC */
  today?: string
  /** Records of operations. Default: those that were put beside the evidence */
  operations?: { records: readonly OperationRecord[]; digest: string } | undefined
}

/** Judges an evidence folder against a bundle folder. Throws when either is missing, changed or from the future. */
export const judge = ({ evidenceDir, bundleDir, policy, today = new Date().toISOString().slice(0, 10), operations = readOperations(join(evidenceDir, OPERATIONS_FILE)) }: JudgeInput): Decision => {
  const { manifest, plan } = openBundle(bundleDir)
  return decide({ evidence: openEvidence(evidenceDir), manifest, plan, policy: policy ?? policyOf(plan), today, operations })
}
