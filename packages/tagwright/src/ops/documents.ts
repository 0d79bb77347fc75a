import { existsSync, readdirSync, statSync } from "node:fs"
import { readFile } from "node:fs/promises"
import { join, resolve, sep } from "node:path"
import { faultWords, openEvidence, verifyEvidence } from "@tagwright/evidence"
import { bundlePaths, type BundleManifest, type Decision, type OpsContainers, type OpsEvidence, type OpsRelease, type ResolvedPlan } from "@tagwright/formats"
import { buildModel, containerStats, readExport } from "@tagwright/gtm/format"
import { checkSignatures, openBundle, openRelease, readDecision, signatureFaults } from "@tagwright/release"
import type { Documents } from "@tagwright/server"

export interface Places {
  bundle: string
  evidence: string
  releases: string
}
const modifiedAt = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
/** What is not there, or only half written, is shown as not there. */
const attempt = <T>(read: () => T): T | undefined => {
  try {
    return read()
  } catch {
    return undefined
  }
}

/** Evidence may be large; the same folder is opened once until it changes. */
const remembered = <T>(stamp: () => number, read: () => T): (() => T) => {
  let known: { at: number; value: T } | undefined
  return () => {
    const at = stamp()
    if (known?.at !== at) known = { at, value: read() }
    return known.value
  }
}

const readEvidence = (folder: string) => {
  const opened = attempt(() => openEvidence(folder))
  if (opened === undefined) return undefined
  const { records, seal } = opened
  const run = records.find((record) => record.kind === "run")
  const faults = attempt(() => verifyEvidence(folder).faults) ?? []
  const view: OpsEvidence = {
    digest: seal.digest,
    takenAt: modifiedAt(join(folder, "seal.json")),
    records: records.length,
    environment: run?.environment ?? "",
    browser: run === undefined ? "" : `${run.browser.name} ${run.browser.version}`,
    changed: faults.map(({ path, fault }) => `${path} ${faultWords[fault]}`),
    report: "index.html",
  }
  const differences = records.flatMap((record): OpsContainers["differences"] => (record.kind === "container-check" ? [{ check: record.check, aspect: record.aspect, entity: record.entity, expected: record.expected, found: record.found }] : []))
  return { view, run, differences }
}

const signaturesOf = (evidence: string, decision: Decision, plan: ResolvedPlan): OpsRelease["signatures"] =>
  checkSignatures(evidence, decision, plan).map(({ fault, ...one }) => ({ ...one, ...(fault !== undefined && { fault, mend: signatureFaults[fault] }) }))

const readReleases = (folder: string): OpsRelease["releases"] =>
  (existsSync(folder) ? readdirSync(folder) : [])
    .filter((name) => name.startsWith("release-v") && !name.includes(".partial-"))
    .map((name) => {
      const dir = join(folder, name)
      const packedAt = modifiedAt(join(dir, "release.json"))
      try {
        const { manifest } = openRelease(dir)
        return { name: manifest.name, digest: manifest.digest, packedAt, changes: attempt(() => readdirSync(dir).join(", ")) ?? "" }
      } catch (error) {
        return { name: name.slice("release-".length), digest: "", packedAt, changes: "", fault: error instanceof Error ? error.message : String(error) }
      }
    })
    .toSorted((a, b) => b.packedAt - a.packedAt)

const containersOf = async (folder: string, manifest: BundleManifest, plan: ResolvedPlan): Promise<OpsContainers["containers"]> => {
  const wanted = Object.keys(plan.site.environments).flatMap((environment) => (["web", "server"] as const).map((kind) => ({ kind, environment, file: bundlePaths.container(kind, environment) })))
  return Promise.all(
    wanted
      .filter(({ file }) => manifest.files[file] !== undefined)
      .map(async ({ kind, environment, file }) => {
        const bytes = await readFile(join(folder, file))
        const { tag, trigger, variable, customTemplate, client } = containerStats(buildModel(readExport(bytes, { file }).export), "").counts
        return { file, kind, environment, digest: manifest.files[file] ?? "", bytes: bytes.length, counts: { tags: tag, triggers: trigger, variables: variable, templates: customTemplate, clients: client } }
      }),
  )
}

/** Reads what stands beside the plan: the bundle, the evidence with its decision and signatures, the releases. */
export const documentsIn = ({ bundle, evidence, releases }: Places): Documents => {
  const evidenceNow = remembered(() => modifiedAt(join(evidence, "seal.json")), () => readEvidence(evidence))
  return {
    release: async () => {
      const taken = evidenceNow()
      const built = attempt(() => openBundle(bundle))
      const decision = readDecision(evidence)
      return {
        evidence: taken?.view,
        decision,
        belongs: decision !== undefined && decision.evidenceDigest === taken?.view.digest && decision.bundleDigest === built?.manifest.digest,
        signatures: decision === undefined || built === undefined ? [] : signaturesOf(evidence, decision, built.plan),
        releases: readReleases(releases),
      }
    },
    containers: async (planDigest) => {
      const taken = evidenceNow()
      const built = attempt(() => openBundle(bundle))
      return {
        bundleDigest: built?.manifest.digest,
        planDigest: built?.manifest.planDigest,
        current: built?.manifest.planDigest === planDigest,
        containers: built === undefined ? [] : await containersOf(bundle, built.manifest, built.plan),
        differences: taken?.differences ?? [],
        lookedAt: taken?.run && { publicId: taken.run.container.publicId, source: taken.run.container.source, at: taken.view.takenAt },
      }
    },
    team: async () => ({ people: Object.entries(attempt(() => openBundle(bundle))?.plan.people ?? {}).map(([id, { name, roles, key }]) => ({ id, name, roles, signs: key !== undefined })) }),
    evidenceFile: async (path) => {
      const full = resolve(evidence, path)
      // A path that climbs out of the folder finds nothing.
      return full.startsWith(evidence + sep) ? readFile(full).catch(() => undefined) : undefined
    },
  }
}
