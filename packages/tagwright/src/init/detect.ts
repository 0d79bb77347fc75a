import { existsSync, readFileSync } from "node:fs"
import { basename, join } from "node:path"

export type Generator = "eleventy" | "vite"

/** What stands in a folder: the site's generator and its configuration file, if there is one. */
export interface Detected {
  name: string
  generator: Generator | undefined
  /** Absent: the generator has none yet */
  config: string | undefined
  /** The folder that holds the built site, as the generator's default */
  output: string
}

const configs: Record<Generator, readonly string[]> = {
  eleventy: ["eleventy.config.js", "eleventy.config.mjs", ".eleventy.js", "eleventy.config.cjs"],
  vite: ["vite.config.ts", "vite.config.js", "vite.config.mjs", "vite.config.mts"],
}
const outputs: Record<Generator, string> = { eleventy: "_site", vite: "dist" }

interface PackageJson {
  name?: string
  dependencies?: Record<string, string>
  devDependencies?: Record<string, string>
}

const packageOf = (folder: string): PackageJson => {
  const file = join(folder, "package.json")
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {}
}

/** Eleventy before Vite: a site with both lets Eleventy write the pages. */
export const detect = (folder: string): Detected => {
  const { name, dependencies, devDependencies } = packageOf(folder)
  const has = (dependency: string) => dependency in { ...dependencies, ...devDependencies }
  const configOf = (generator: Generator) => configs[generator].find((file) => existsSync(join(folder, file)))
  const generator = has("@11ty/eleventy") || configOf("eleventy") ? "eleventy" : has("vite") || configOf("vite") ? "vite" : undefined
  return { name: name ?? basename(folder), generator, config: generator && configOf(generator), output: generator ? outputs[generator] : "_site" }
}
