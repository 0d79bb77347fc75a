import { digestOf, gateIds, gates, usesServer, type BundleManifest, type Decision, type GateDecision, type GateFinding, type GateId, type OperationRecord, type ResolvedPlan, type Verdict } from "@tagwright/formats"
import type { Evidence } from "@tagwright/evidence"
import { applyExceptions } from "./exceptions.ts"
import { numbered, type Context, type Observed } from "./gate.ts"
import { gateTable } from "./gates/index.ts"
import { merge } from "./observe/merge.ts"
import { planFindings } from "./plan-findings.ts"

/** What a release must satisfy. Part of the plan; its digest is part of the decision. */
export interface Policy extends Omit<ResolvedPlan["policy"], "gates"> {
  gates: readonly GateId[]
  thresholds: ResolvedPlan["thresholds"]
}
export const policyOf = (plan: ResolvedPlan): Policy => ({ ...plan.policy, thresholds: plan.thresholds })

export interface DecideInput {
  evidence: Pick<Evidence, "records" | "seal">
  manifest: BundleManifest
  plan: ResolvedPlan
  policy: Policy
  /** YYYY-MM-DD: waivers and exceptions expire */
  today: string
  /** For gates O1 to O4, with the digest of the file they stand in */
  operations?: { records: readonly OperationRecord[]; digest: string } | undefined
}

/** Findings that any gate can have, because they are about the evidence itself. */
export const commonCodes = {
  "records-missing": "Run `tagwright qa` to the end: what was not observed cannot be judged.",
  "evidence-of-another-bundle": "Run `tagwright qa` on the bundle that is to be released: this evidence shows another one.",
  "environment-unknown": "The evidence was taken in an environment that the plan does not have: run `tagwright qa` again.",
  "exception-expired": "Mend what it excused, or let its owner renew it in `policy.exceptions`; everybody then signs again.",
  "gate-crashed": "This is a bug in Tagwright: please report it with the evidence folder.",
} as const

const finding = (code: keyof typeof commonCodes, message: string): GateFinding => ({ code, message, help: commonCodes[code], records: [] })
const failed = (id: GateId, code: keyof typeof commonCodes, message: string): GateDecision => ({
  id,
  title: gates[id].title,
  verdict: "error",
  summary: "This gate could not be judged.",
  findings: [finding(code, message)],
})

const verdictOf = (findings: readonly GateFinding[], inconclusive: readonly string[], notApplicable: boolean): Verdict => {
  if (findings.length === 0) return notApplicable ? "not applicable" : "pass"
  return findings.every(({ code }) => inconclusive.includes(code)) ? "error" : "fail"
}

const judgeGate = (id: GateId, records: readonly Observed[], context: Context, fromPlan: readonly GateFinding[], exceptions: Policy["exceptions"]): GateDecision => {
  const gate = gateTable[id]
  const served = usesServer(context.plan)
  const needs = gate.needs.filter((kind) => served || !gate.fromServer.includes(kind))
  const missing = needs.filter((kind) => !records.some((record) => record.kind === kind))
  if (missing.length > 0) return failed(id, "records-missing", `The evidence has no record of kind ${missing.join(", ")}`)
  const readable = new Set([...gate.needs, ...gate.reads])
  try {
    const outcome = gate.judge(records.filter(({ kind }) => readable.has(kind)), context)
    const { standing, excused, expired } = applyExceptions(id, merge([...fromPlan, ...outcome.findings]), exceptions, context.today)
    const findings = [...standing, ...expired.map(({ code, owner, expires }) => finding("exception-expired", `The exception for ${code} (owner ${owner}) expired on ${expires}`))]
    const verdict = verdictOf(findings, gate.inconclusive, outcome.notApplicable === true)
    return { id, title: gates[id].title, verdict, summary: outcome.summary, findings, ...(excused.length === 0 ? {} : { excused }) }
  } catch (error) {
    return failed(id, "gate-crashed", `The gate stopped: ${error instanceof Error ? error.message : "unknown reason"}`)
  }
}

const judgeAll = ({ evidence, manifest, plan, policy, today, operations }: DecideInput): GateDecision[] => {
  const run = evidence.records.find((record) => record.kind === "run")
  const all = (code: keyof typeof commonCodes, message: string) =>
    gateIds.map((id): GateDecision => failed(id, code, message))
  if (run === undefined) return all("records-missing", "The evidence does not say what run it belongs to")
  if (run.bundleDigest !== manifest.digest)
    return all("evidence-of-another-bundle", `The evidence was taken from bundle ${run.bundleDigest.slice(0, 12)}; this is bundle ${manifest.digest.slice(0, 12)}`)
  const environment = plan.site.environments[run.environment]
  if (environment === undefined) return all("environment-unknown", `The evidence was taken in ${run.environment}`)
  const records = numbered(evidence.records)
  const fromPlan = planFindings(records, manifest)
  return gateIds.map((id) => judgeGate(id, records, { plan, run, environment, today, operations: operations?.records, planDigest: manifest.planDigest, required: policy.gates.includes(id) }, fromPlan.get(id) ?? [], policy.exceptions))
}

/** Turns evidence into a decision. Pure: the same input gives the same bytes. */
export const decide = (input: DecideInput): Decision => {
  const judged = judgeAll(input)
  const required = gateIds.filter((id) => input.policy.gates.includes(id))
  const blocks = judged.some(({ id, verdict }) => required.includes(id) && verdict !== "pass" && verdict !== "not applicable")
  return {
    version: 1,
    verdict: blocks ? "fail" : "pass",
    bundleDigest: input.manifest.digest,
    evidenceDigest: input.evidence.seal.digest,
    policyDigest: digestOf(input.policy),
    ...(input.operations === undefined ? {} : { operationsDigest: input.operations.digest }),
    required,
    gates: judged,
  }
}
