import { bundlePaths, type ContainerExport, digestOf, Fault } from "@tagwright/formats"
import type { Approval } from "@tagwright/gtm/deploy"
import { openBundle, openRelease, verifyRelease } from "@tagwright/release"
import { join, resolve } from "node:path"
import type { Io } from "../command.ts"
import { readContainer } from "../read-container.ts"
import type { Target } from "./target.ts"

export const approvalOptions = { release: { type: "string" }, evidence: { type: "string" }, bundle: { type: "string" } } as const
export const approvalHelp = {
  release: "a packed release whose decision approves this",
  evidence: "judged and signed evidence that approves this (default: .tagwright/evidence)",
  bundle: "the bundle it was taken from (default: .tagwright/bundle)",
}
export interface ApprovalValues {
  release?: string | undefined
  evidence?: string | undefined
  bundle?: string | undefined
}

/**
 * The decision that lets a container go live, verified byte by byte and signature by signature. Undefined where none is
 * needed and none was named. Throws Fault when it is needed and missing, failed, unsigned or about something else.
 */
export const findApproval = (target: Target, values: ApprovalValues, io: Io): Approval | undefined => {
  const named = values.release !== undefined || values.evidence !== undefined || values.bundle !== undefined
  if (target.environment === undefined || (target.audience === "testers" && !named)) return undefined
  if (values.release !== undefined) {
    const dir = resolve(io.cwd, values.release)
    const { manifest } = openRelease(dir)
    return { by: "decision", decisionDigest: manifest.decisionDigest, container: approvedContainer(join(dir, "bundle"), target) }
  }
  const at = (given: string | undefined, standard: string) => (given === undefined ? resolve(target.folder, ".tagwright", standard) : resolve(io.cwd, given))
  const bundleDir = at(values.bundle, "bundle")
  const { manifest, plan } = openBundle(bundleDir)
  const { ok, decision } = verifyRelease(at(values.evidence, "evidence"), manifest.digest, plan)
  if (!ok) throw new Fault("caller", "the decision does not approve this release", "tagwright verify says what is missing and who can mend it")
  return { by: "decision", decisionDigest: digestOf(decision), container: approvedContainer(bundleDir, target) }
}

const approvedContainer = (bundleDir: string, { kind, environment = "" }: Target): ContainerExport => readContainer(bundleDir, bundlePaths.container(kind, environment)).export
