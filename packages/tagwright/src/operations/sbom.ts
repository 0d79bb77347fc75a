import { existsSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

interface Package {
  name: string
  version: string
  license: string | undefined
  folder: string
  needs: string[]
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null
const namesIn = (value: unknown): string[] => (isRecord(value) ? Object.keys(value) : [])

const readPackage = (folder: string): Package => {
  const manifest: unknown = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))
  const fields = isRecord(manifest) ? manifest : {}
  return { name: String(fields["name"]), version: String(fields["version"]), license: typeof fields["license"] === "string" ? fields["license"] : undefined, folder, needs: namesIn(fields["dependencies"]) }
}

/** Where Node finds a package from a folder: the nearest node_modules upwards. Undefined: it is not installed (optional ones may be missing). */
const folderOf = (name: string, from: string): string | undefined => {
  for (let folder = from; ; folder = dirname(folder)) {
    const found = join(folder, "node_modules", name)
    if (existsSync(join(found, "package.json"))) return found
    if (dirname(folder) === folder) return undefined
  }
}

const purlOf = ({ name, version }: Package): string => `pkg:npm/${name.startsWith("@") ? `%40${name.slice(1)}` : name}@${version}`

/** Everything that is installed below a package, once per version. */
const below = (root: Package): Map<string, { one: Package; needs: string[] }> => {
  const found = new Map<string, { one: Package; needs: string[] }>()
  const visit = (one: Package): void => {
    if (found.has(purlOf(one))) return
    const needs = one.needs.flatMap((name) => folderOf(name, one.folder) ?? []).map(readPackage)
    found.set(purlOf(one), { one, needs: [...new Set(needs.map(purlOf))].toSorted() })
    needs.forEach(visit)
  }
  visit(root)
  return found
}

const ownFolder = fileURLToPath(new URL("../..", import.meta.url))

/**
 * `sbom.cdx.json`, CycloneDX 1.6: the program that built the release, and everything it ran on. Read from what is
 * installed; no serial number and no time, so that the same installation gives the same bytes.
 */
export const sbomText = (folder: string = ownFolder): string => {
  const root = readPackage(folder)
  const all = [...below(root)].toSorted(([a], [b]) => (a < b ? -1 : 1))
  const component = ({ name, version, license }: Package, type: "application" | "library") => ({
    type,
    "bom-ref": purlOf({ name, version, license, folder: "", needs: [] }),
    name,
    version,
    purl: purlOf({ name, version, license, folder: "", needs: [] }),
    ...(license === undefined ? {} : { licenses: [license.includes(" ") ? { expression: license } : { license: { id: license } }] }),
  })
  const bom = {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: { component: component(root, "application") },
    components: all.filter(([purl]) => purl !== purlOf(root)).map(([, { one }]) => component(one, "library")),
    dependencies: all.map(([ref, { needs }]) => ({ ref, dependsOn: needs })),
  }
  return `${JSON.stringify(bom, null, 2)}\n`
}
