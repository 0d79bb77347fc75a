import { verifyEvidence, type SealFault } from "@tagwright/evidence"
import { join } from "node:path"
import type { Decision, ResolvedPlan } from "@tagwright/formats"
import { readDecision } from "./decision-file.ts"
import { ReleaseError } from "./errors.ts"
import { OPERATIONS_FILE, readOperations } from "./operations/records.ts"
import { checkSignatures, type SignatureCheck } from "./sign/verify.ts"

export interface ReleaseCheck {
  decision: Decision
  /** Files that are not what was sealed */
  changed: SealFault[]
  /** The decision was made from this very evidence and bundle */
  belongs: boolean
  signatures: SignatureCheck[]
  ok: boolean
}

/** Whether an evidence folder may be released: untouched, judged, passed, and signed by everybody the policy names. Works offline. */
export const verifyRelease = (evidenceDir: string, bundleDigest: string, plan: Pick<ResolvedPlan, "people" | "policy">, now = Date.now()): ReleaseCheck => {
  const decision = readDecision(evidenceDir)
  if (decision === undefined) throw new ReleaseError("decision-missing", `There is no decision in ${evidenceDir}`)
  const { seal, faults } = verifyEvidence(evidenceDir)
  const belongs = decision.evidenceDigest === seal.digest && decision.bundleDigest === bundleDigest && decision.operationsDigest === readOperations(join(evidenceDir, OPERATIONS_FILE))?.digest
  const signatures = checkSignatures(evidenceDir, decision, plan, now)
  const ok = faults.length === 0 && belongs && decision.verdict === "pass" && signatures.every(({ fault }) => fault === undefined)
  return { decision, changed: faults, belongs, signatures, ok }
}
