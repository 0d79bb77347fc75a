import { cpSync, existsSync, readFileSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { digestOf, sha256 } from "@tagwright/formats"
import { ReleaseError } from "../errors.ts"

/** `release.json`: what a release consists of. Signatures bind the decision; this binds the rest to it. */
export interface ReleaseManifest {
  version: 1
  /** e.g. v1.2.0 */
  name: string
  decisionDigest: string
  bundleDigest: string
  evidenceDigest: string
  /** Path → sha256 of every file but this one */
  files: Record<string, string>
  /** sha256 over the canonical JSON of `files` */
  digest: string
}
export const RELEASE_FILE = "release.json"

/** Every file below a folder with its digest, in the order of paths. */
export const digestFiles = (dir: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(dir, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1).replaceAll("\\", "/"))
      .filter((path) => path !== RELEASE_FILE)
      .sort()
      .map((path) => [path, sha256(readFileSync(join(dir, path)))]),
  )

export const copyInto = (from: string, to: string): void => cpSync(from, to, { recursive: true, errorOnExist: true, verbatimSymlinks: true })

const isManifest = (value: unknown): value is ReleaseManifest =>
  typeof value === "object" && value !== null && "version" in value && value.version === 1 && "files" in value && typeof value.files === "object" && value.files !== null && "bundleDigest" in value

/** Reads `release.json`. Throws when the folder is none, or half of one. */
export const readRelease = (dir: string): ReleaseManifest => {
  const path = join(dir, RELEASE_FILE)
  if (!existsSync(path)) throw new ReleaseError("release-missing", `There is no ${RELEASE_FILE} in ${dir}`)
  let value: unknown
  try {
    value = JSON.parse(readFileSync(path, "utf8"))
  } catch {
    value = undefined
  }
  if (!isManifest(value)) throw new ReleaseError("release-malformed", `${path} is not a release's manifest`)
  return value
}

/** Paths that were changed, added or taken away since the release was packed. */
export const changedInRelease = (dir: string, manifest: ReleaseManifest): string[] => {
  const now = digestFiles(dir)
  const paths = [...new Set([...Object.keys(now), ...Object.keys(manifest.files)])].sort()
  const changed = paths.filter((path) => now[path] !== manifest.files[path])
  return digestOf(manifest.files) === manifest.digest ? changed : [RELEASE_FILE, ...changed]
}
