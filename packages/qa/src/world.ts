import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { bundlePaths, digestOf, Fault, type BundleManifest, type ContainerExport, type RunRecord } from "@tagwright/formats"
import type { QaOptions } from "./options.ts"
import { webContainerPath } from "./record/containers.ts"

const parse = <T>(text: string, file: string): T => {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new Fault("caller", `${file} of the bundle is not JSON`, "Build the bundle again: tagwright build", { cause })
  }
}

const readFrom = async (bundle: QaOptions["bundle"], path: string): Promise<string | undefined> =>
  "dir" in bundle ? readFile(join(bundle.dir, path), "utf8").catch(() => undefined) : bundle.files.get(path)

const mustRead = async (bundle: QaOptions["bundle"], path: string): Promise<string> => {
  const text = await readFrom(bundle, path)
  if (text === undefined) throw new Fault("caller", `the bundle has no ${path}`, "Build it first: tagwright build")
  return text
}

const containersOf = async ({ bundle, plan }: Pick<QaOptions, "bundle" | "plan">): Promise<Map<string, ContainerExport>> => {
  const found = new Map<string, ContainerExport>()
  for (const environment of Object.keys(plan.site.environments)) {
    const path = webContainerPath(environment)
    const text = await readFrom(bundle, path)
    if (text !== undefined) found.set(environment, parse(text, path))
  }
  return found
}

/** What is tested: the bundle's manifest, the containers it holds, and which of them, or which other, is served. */
export interface Subject {
  manifest: BundleManifest
  container: ContainerExport
  source: RunRecord["container"]["source"]
  built: ReadonlyMap<string, ContainerExport>
}

export const subjectOf = async (options: Pick<QaOptions, "bundle" | "container" | "environment" | "plan">): Promise<Subject> => {
  const { bundle, environment } = options
  const manifest: BundleManifest = "dir" in bundle ? parse(await mustRead(bundle, bundlePaths.manifest), bundlePaths.manifest) : bundle.manifest
  const built = await containersOf(options)
  if (options.container !== undefined) return { manifest, container: options.container, source: "given", built }
  const container = built.get(environment)
  if (container === undefined) throw new Fault("caller", `the bundle has no ${webContainerPath(environment)}`, "Build it first: tagwright build")
  return { manifest, container, source: "built", built }
}

export const containerHead = ({ container, source }: Subject): RunRecord["container"] => ({
  source,
  digest: digestOf(container),
  publicId: container.containerVersion.container?.publicId ?? "unknown",
})
