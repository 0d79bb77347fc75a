import { createHash } from "node:crypto"
import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join, relative } from "node:path"
import { fileURLToPath } from "node:url"
import { build } from "vite"

const home = fileURLToPath(new URL(".", import.meta.url))
const page = join(home, "src", "page")
/** What our other pages are drawn with too */
const shared = dirname(createRequire(import.meta.url).resolve("@tagwright/pages"))

/** Builds the page into a folder: `index.html` and `assets/*`, every name with a digest, nothing inline (the policy forbids it). */
export const buildInto = async (outDir: string): Promise<void> => {
  await build({
    configFile: false,
    root: page,
    base: "/ops/",
    logLevel: "silent",
    oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
    build: { outDir, emptyOutDir: true, assetsInlineLimit: 0, modulePreload: false, target: "es2023" },
  })
}

/** Every file the page is made of; the versions of its libraries stand in package.json. */
const digestOfSources = (): string => {
  const hash = createHash("sha256")
  const sources = [page, shared].flatMap((folder) => globSync("**/*.{ts,tsx,css,html,svg}", { cwd: folder }).toSorted().map((file) => join(folder, file)))
  for (const file of [...sources, join(home, "package.json"), fileURLToPath(import.meta.url)]) hash.update(relative(home, file)).update(readFileSync(file))
  return hash.digest("hex").slice(0, 16)
}

/** The page built from the sources as they are now; built once per state of the sources. */
export const cachedBuild = async (): Promise<string> => {
  const folder = join(home, "..", "..", "node_modules", ".cache", "tagwright", `dashboard-${digestOfSources()}`)
  if (existsSync(join(folder, "index.html"))) return folder
  mkdirSync(dirname(folder), { recursive: true })
  const fresh = mkdtempSync(join(dirname(folder), "building-"))
  try {
    await buildInto(fresh)
    // Two servers may build at once: the second finds the first one's folder.
    if (!existsSync(folder)) renameSync(fresh, folder)
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
  return folder
}
