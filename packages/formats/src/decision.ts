import type { GateId } from "./gates.ts"

export type Verdict = "pass" | "fail" | "not applicable" | "error"

/** One reason behind a verdict, pointing into the evidence. */
export interface GateFinding {
  code: string
  message: string
  help: string
  /** Line numbers in records.ndjson, from 1 */
  records: number[]
}
/** A finding that the policy excuses until a day. */
export interface ExcusedFinding extends GateFinding {
  reason: string
  owner: string
  /** YYYY-MM-DD, the last day it holds */
  expires: string
}
export interface GateDecision {
  id: GateId
  title: string
  verdict: Verdict
  /** What was looked at, in one sentence with counts */
  summary: string
  findings: GateFinding[]
  /** Left out when there are none */
  excused?: ExcusedFinding[]
}
/** `decision.json` */
export interface Decision {
  version: 1
  verdict: "pass" | "fail"
  bundleDigest: string
  evidenceDigest: string
  policyDigest: string
  /** sha256 of `operations.ndjson` beside the evidence; left out when there was none */
  operationsDigest?: string
  /** Gates the policy requires */
  required: GateId[]
  gates: GateDecision[]
}
