import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { bundlePaths, digestOf, type BundleManifest, type ContainerExport, type RunRecord } from "@tagwright/formats"
import { Fault } from "@tagwright/formats"
import type { QaOptions } from "./options.ts"

const parse = <T>(text: string, file: string): T => {
  try {
    return JSON.parse(text)
  } catch {
    throw new Fault("caller", `${file} of the bundle is not JSON.`, "Build the bundle again: tagwright build.")
  }
}

const readFrom = async (bundle: QaOptions["bundle"], path: string): Promise<string> => {
  const text = "dir" in bundle ? await readFile(join(bundle.dir, path), "utf8").catch(() => undefined) : bundle.files.get(path)
  if (text === undefined) throw new Fault("caller", `The bundle has no ${path}.`, "Build it first: tagwright build.")
  return text
}

const manifestOf = async (bundle: QaOptions["bundle"]): Promise<BundleManifest> =>
  "dir" in bundle ? parse(await readFrom(bundle, bundlePaths.manifest), bundlePaths.manifest) : bundle.manifest

export interface Subject {
  manifest: BundleManifest
  container: ContainerExport
  source: RunRecord["container"]["source"]
}

/** What is tested: the bundle's manifest, and the container of the environment or the one that was handed in. */
export const subjectOf = async (options: Pick<QaOptions, "bundle" | "container" | "environment">): Promise<Subject> => {
  const manifest = await manifestOf(options.bundle)
  if (options.container !== undefined) return { manifest, container: options.container, source: "given" }
  const path = bundlePaths.container("web", options.environment)
  return { manifest, container: parse(await readFrom(options.bundle, path), path), source: "built" }
}

export const containerHead = ({ container, source }: Subject): RunRecord["container"] => ({
  source,
  digest: digestOf(container),
  publicId: container.containerVersion.container?.publicId ?? "unknown",
})

