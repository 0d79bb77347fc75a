import { type Bundle, bundlePaths, canonicalJson, digestOf, type Finding, type ResolvedPlan, sha256 } from "@tagwright/formats"
import { basename } from "node:path"

/** Files → bundle: sorted, digested, listed. Places lose their folder, so that the bytes do not depend on where it was built. */
export const assemble = (plan: ResolvedPlan, emitted: ReadonlyMap<string, string>, findings: Finding[]): Bundle => {
  const files = new Map([...emitted].sort(([a], [b]) => (a < b ? -1 : 1)))
  const digests = Object.fromEntries([...files].map(([path, text]) => [path, sha256(text)]))
  const manifest = { version: 1 as const, planDigest: planDigestOf(plan), digest: digestOf(digests), files: digests, findings: findings.map(withoutFolder) }
  files.set(bundlePaths.manifest, `${JSON.stringify(JSON.parse(canonicalJson(manifest)), null, 2)}\n`)
  return { manifest, files }
}

export const planDigestOf = (plan: ResolvedPlan): string => digestOf(plan)

const withoutFolder = (finding: Finding): Finding => ({ ...finding, at: { ...finding.at, file: basename(finding.at.file) } })
