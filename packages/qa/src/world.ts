import { readdir, readFile, stat } from "node:fs/promises"
import { join } from "node:path"
import { bundlePaths, digestOf, Fault, type BundleManifest, type ContainerExport, type RunRecord, type Scenario } from "@tagwright/formats"
import { scenariosOf } from "./journey/choice.ts"
import type { QaOptions } from "./options.ts"
import { checkAddress } from "./site-address.ts"
import type { BuiltContainers } from "./record/environments.ts"

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

const containersOf = async ({ bundle, plan }: Pick<QaOptions, "bundle" | "plan">): Promise<Map<string, BuiltContainers>> => {
  const read = async (side: "web" | "server", environment: string): Promise<BuiltContainers> => {
    const path = bundlePaths.container(side, environment)
    const text = await readFrom(bundle, path)
    return text === undefined ? {} : { [side]: parse<ContainerExport>(text, path) }
  }
  const found = new Map<string, BuiltContainers>()
  for (const environment of Object.keys(plan.site.environments)) found.set(environment, { ...(await read("web", environment)), ...(await read("server", environment)) })
  return found
}

/** What is tested: the bundle's manifest, the containers it holds, and which of them, or which other, is served. */
export interface Subject {
  manifest: BundleManifest
  container: ContainerExport
  source: RunRecord["container"]["source"]
  built: ReadonlyMap<string, BuiltContainers>
}

export const subjectOf = async (options: Pick<QaOptions, "bundle" | "container" | "environment" | "plan">): Promise<Subject> => {
  const { bundle, environment } = options
  const manifest: BundleManifest = "dir" in bundle ? parse(await mustRead(bundle, bundlePaths.manifest), bundlePaths.manifest) : bundle.manifest
  const built = await containersOf(options)
  if (options.container !== undefined) return { manifest, container: options.container, source: "given", built }
  const container = built.get(environment)?.web
  if (container === undefined) throw new Fault("caller", `the bundle has no ${bundlePaths.container("web", environment)}`, "Build it first: tagwright build")
  return { manifest, container, source: "built", built }
}

export const containerHead = ({ container, source }: Subject): RunRecord["container"] => ({
  source,
  digest: digestOf(container),
  publicId: container.containerVersion.container?.publicId ?? "unknown",
})

/** Files that were only copied along (icons, pictures) are no site yet. */
const hasPages = async (folder: string): Promise<boolean> => (await readdir(folder, { recursive: true })).some((file) => /\.html?$/i.test(file))

export const checkSite = async (site: QaOptions["site"]): Promise<void> => {
  if ("url" in site) return checkAddress(site.url)
  const isFolder = await stat(site.folder).then((s) => s.isDirectory(), () => false)
  if (!isFolder) throw new Fault("caller", `there is no built site at ${site.folder}`, "Build the site first, or name another folder with --site")
  if (!(await hasPages(site.folder))) throw new Fault("caller", `no HTML page is in ${site.folder}`, "Build the site first, or name the folder that it is built into with --site")
}

/** The host the site is visited as: the first of its environment. */
export const hostOf = ({ plan, environment }: Pick<QaOptions, "plan" | "environment">): string => {
  const host = plan.site.environments[environment]?.hosts[0]
  if (host === undefined) throw new Fault("caller", `the plan has no environment ${environment}`, `It has: ${Object.keys(plan.site.environments).join(", ")}`)
  return host
}

/** The scenarios of the run. Throws a Fault for a name that the plan's consent does not know. */
export const scenariosIn = ({ plan, scenarios }: Pick<QaOptions, "plan" | "scenarios">): Scenario[] => {
  const known = scenariosOf(plan)
  const unknown = scenarios?.find((name) => !known.includes(name))
  if (unknown !== undefined) throw new Fault("caller", `there is no consent scenario "${unknown}"`, `There are: ${known.join(", ")}`)
  return [...(scenarios ?? known)]
}
