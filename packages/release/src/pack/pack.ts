import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join, resolve } from "node:path"
import { digestOf } from "@tagwright/formats"
import { openBundle } from "../bundle.ts"
import { ReleaseError } from "../errors.ts"
import { decisionDigest } from "../sign/statement.ts"
import { verifyRelease, type ReleaseCheck } from "../verify-release.ts"
import { changesText, planChanges } from "./changes.ts"
import { changedInRelease, copyInto, digestFiles, readRelease, RELEASE_FILE, type ReleaseManifest } from "./folder.ts"

export interface PackInput {
  /** e.g. 1.2.0 */
  version: string
  evidenceDir: string
  bundleDir: string
  /** Folder that the release is put into as `release-v<version>` */
  out: string
  /** The release before, for the changelog */
  previous?: string
  /** Further files: documents, bill of materials. Path → text, in folders of their own beside `bundle` and `evidence` */
  more?: ReadonlyMap<string, string>
  /** Milliseconds since 1970; default: now. Signatures may be too old, or from the future */
  now?: number
}

/** Whatever is packed was judged, passed, and signed by everybody the policy names; else nothing is written. */
const assertReady = (check: ReleaseCheck): void => {
  const reasons = [
    ...check.changed.map(({ path }) => `${path} was changed`),
    ...(check.belongs ? [] : ["the decision belongs to other evidence or another bundle"]),
    ...(check.decision.verdict === "pass" ? [] : ["the verdict is fail"]),
    ...check.signatures.flatMap(({ role, fault }) => (fault === undefined ? [] : [`${role}: ${fault}`])),
  ]
  if (reasons.length > 0) throw new ReleaseError("release-not-ready", `This may not be released: ${reasons.join("; ")}`)
}

const versionPattern = /^\d+\.\d+\.\d+$/

/** Packs bundle, evidence, decision, signatures, changelog and further files into one folder. Same input, same bytes. Returns its path. */
export const packRelease = ({ version, evidenceDir, bundleDir, out, previous, more = new Map(), now = Date.now() }: PackInput): { dir: string; manifest: ReleaseManifest } => {
  if (!versionPattern.test(version)) throw new ReleaseError("release-version", `${JSON.stringify(version)} is not a version`)
  const { manifest: bundle, plan } = openBundle(bundleDir)
  const check = verifyRelease(evidenceDir, bundle.digest, plan, now)
  assertReady(check)
  const name = `v${version}`
  const dir = resolve(out, `release-${name}`)
  if (existsSync(dir)) throw new ReleaseError("release-exists", `There is already a ${dir}`)
  const before = previous === undefined ? undefined : readPlanOf(previous)
  const partial = `${dir}.partial-${process.pid}`
  rmSync(partial, { recursive: true, force: true })
  mkdirSync(partial, { recursive: true })
  copyInto(bundleDir, join(partial, "bundle"))
  copyInto(evidenceDir, join(partial, "evidence"))
  writeFileSync(join(partial, "CHANGES.md"), changesText(name, before === undefined ? undefined : planChanges(before, plan)))
  for (const [path, text] of more) {
    mkdirSync(dirname(join(partial, path)), { recursive: true })
    writeFileSync(join(partial, path), text)
  }
  const files = digestFiles(partial)
  const manifest: ReleaseManifest = {
    version: 1,
    name,
    decisionDigest: decisionDigest(check.decision),
    bundleDigest: bundle.digest,
    evidenceDigest: check.decision.evidenceDigest,
    files,
    digest: digestOf(files),
  }
  writeFileSync(join(partial, RELEASE_FILE), `${JSON.stringify(manifest, null, 2)}\n`)
  renameSync(partial, dir)
  return { dir, manifest }
}

/** The plan of an older release, for the changelog: its bytes are checked, its signatures may have run out since. */
const readPlanOf = (dir: string) => {
  const changed = changedInRelease(dir, readRelease(dir))
  if (changed.length > 0) throw new ReleaseError("release-changed", `The release in ${dir} is not what was packed: ${changed.slice(0, 5).join(", ")}`)
  return openBundle(join(dir, "bundle")).plan
}

/** Opens a packed release after looking at every byte of it and at every signature. Throws when anything is not as it was packed. */
export const openRelease = (dir: string, now = Date.now()) => {
  const manifest = readRelease(dir)
  const changed = changedInRelease(dir, manifest)
  if (changed.length > 0) throw new ReleaseError("release-changed", `The release in ${dir} is not what was packed: ${changed.slice(0, 5).join(", ")}`)
  const { plan, manifest: bundle } = openBundle(join(dir, "bundle"))
  const check = verifyRelease(join(dir, "evidence"), bundle.digest, plan, now)
  assertReady(check)
  return { manifest, plan, check }
}
