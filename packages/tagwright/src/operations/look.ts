import { canonicalJson, digestOf, type CoverageRecord, type ResolvedPlan } from "@tagwright/formats"
import { monitoringCoverage } from "@tagwright/operations"
import { join } from "node:path"
import { trainingCoverage } from "./attestations.ts"
import { staleDocuments } from "./project-documents.ts"
import { addToLedger, projectLedger } from "./project-ledger.ts"

export interface LookInput {
  plan: ResolvedPlan
  /** Folder of the plan */
  folder: string
  /** What the plan gives today, and where it should stand */
  pages: ReadonlyMap<string, string>
  out?: string
  now?: number
}
type Look = Record<CoverageRecord["of"], CoverageRecord>

export const docsFolder = (folder: string): string => join(folder, ".tagwright", "docs")

/**
 * What is watched, written down and learnt, as it stands now (K6, K8, K9; gates O1 to O3). A look that finds what the last
 * one found is not recorded again: the records are signed with the decision, and looking must not void a signature.
 */
export const lookAround = ({ plan, folder, pages, out = docsFolder(folder), now = Date.now() }: LookInput): Look => {
  const planDigest = digestOf(plan)
  const { covered, missing } = monitoringCoverage(plan)
  const stale = staleDocuments(pages, out)
  const look: Look = {
    monitoring: { kind: "coverage", at: now, of: "monitoring", planDigest, covered, missing },
    documentation: { kind: "coverage", at: now, of: "documentation", planDigest, covered: [...pages.keys()].filter((path) => !stale.includes(path)), missing: stale },
    team: { kind: "coverage", at: now, of: "team", planDigest, ...trainingCoverage(plan, folder, now) },
  }
  const known = projectLedger(folder)
  const lastOf = (of: CoverageRecord["of"]) => known.findLast((record) => record.kind === "coverage" && record.of === of)
  addToLedger(folder, Object.values(look).filter((record) => !sameButTime(lastOf(record.of), record)))
  return look
}

const sameButTime = (before: object | undefined, after: CoverageRecord): boolean => canonicalJson({ ...before, at: 0 }) === canonicalJson({ ...after, at: 0 })
