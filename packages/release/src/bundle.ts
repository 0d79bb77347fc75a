import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { bundlePaths, digestOf, sha256, type BundleManifest, type ResolvedPlan } from "@tagwright/formats"
import { ReleaseError } from "./errors.ts"

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null

const isManifest = (value: unknown): value is BundleManifest =>
  isObject(value) && "version" in value && value.version === 1 && "digest" in value && typeof value.digest === "string" && "files" in value && isObject(value.files)

/** The compiler wrote and digested it: after the digest was checked only its outline needs a look. */
const isPlan = (value: unknown): value is ResolvedPlan =>
  isObject(value) && ["site", "consent", "destinations", "parameters", "events", "pages", "policy", "thresholds"].every((key) => key in value)

const readJson = (path: string): unknown => {
  try {
    return JSON.parse(readFileSync(path, "utf8"))
  } catch {
    throw new ReleaseError("bundle-malformed", `${path} is not JSON`)
  }
}

/** Opens a bundle folder after checking every file against its manifest. */
export const openBundle = (dir: string): { manifest: BundleManifest; plan: ResolvedPlan } => {
  const path = join(dir, bundlePaths.manifest)
  if (!existsSync(path)) throw new ReleaseError("bundle-missing", `There is no bundle in ${dir}`)
  const manifest = readJson(path)
  if (isObject(manifest) && "version" in manifest && Number(manifest.version) > 1)
    throw new ReleaseError("bundle-from-the-future", `The bundle in ${dir} has version ${manifest.version}; this Tagwright reads version 1`)
  if (!isManifest(manifest)) throw new ReleaseError("bundle-malformed", `${path} is not a bundle's manifest`)
  const changed = Object.entries(manifest.files).filter(([file, digest]) => !existsSync(join(dir, file)) || sha256(readFileSync(join(dir, file))) !== digest)
  if (changed.length > 0 || digestOf(manifest.files) !== manifest.digest)
    throw new ReleaseError("bundle-changed", `The bundle in ${dir} is not what was built: ${changed.map(([file]) => file).join(", ") || bundlePaths.manifest}`)
  const plan = readJson(join(dir, bundlePaths.plan))
  if (!isPlan(plan)) throw new ReleaseError("bundle-malformed", `${bundlePaths.plan} of the bundle is not a resolved plan`)
  return { manifest, plan }
}
