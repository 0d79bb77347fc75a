import type { GateId } from "./gates.ts"

export type Verdict = "pass" | "fail" | "not applicable" | "error" | "not built"

/** One reason behind a verdict, pointing into the evidence. */
export interface GateFinding {
  code: string
  message: string
  help: string
  /** Line numbers in records.ndjson, from 1 */
  records: number[]
}
export interface GateDecision {
  id: GateId
  title: string
  verdict: Verdict
  /** What was looked at, in one sentence with counts */
  summary: string
  findings: GateFinding[]
}
/** `decision.json` */
export interface Decision {
  version: 1
  verdict: "pass" | "fail"
  bundleDigest: string
  evidenceDigest: string
  policyDigest: string
  /** Gates the policy requires */
  required: GateId[]
  gates: GateDecision[]
}
