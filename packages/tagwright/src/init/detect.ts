import { existsSync, readFileSync } from "node:fs"
import { basename, join } from "node:path"

export type Generator = "eleventy" | "vite"

/** What stands in a folder: the site's generator and its configuration file, if there is one. */
export interface Detected {
  name: string
  generator: Generator | undefined
  /** Absent: the generator has none yet */
  config: string | undefined
  /** The folder that holds the built site: what the configuration names, else the generator's default */
  output: string
  /** The command that builds it; absent where nothing does */
  build: string | undefined
  /** The consent tool among the packages */
  cmp: Cmp | undefined
}

type Cmp = "vanilla-cookieconsent" | "klaro"

const configs: Record<Generator, readonly string[]> = {
  eleventy: ["eleventy.config.js", "eleventy.config.mjs", ".eleventy.js", "eleventy.config.cjs"],
  vite: ["vite.config.ts", "vite.config.js", "vite.config.mjs", "vite.config.mts"],
}
const outputs: Record<Generator, string> = { eleventy: "_site", vite: "dist" }

const builds: Record<Generator, string> = { eleventy: "npx @11ty/eleventy", vite: "npx vite build" }
/** Where the configuration says the site goes; a computed name is not read. */
const outputIn: Record<Generator, RegExp> = { eleventy: /\boutput\s*:\s*["'`]([\w./-]+)["'`]/, vite: /\boutDir\s*:\s*["'`]([\w./-]+)["'`]/ }
/** Folders that hold a site written by hand or by a program we do not know. */
const plainFolders = ["_site", "dist", "build", "public", "out", "."]

interface PackageJson {
  name?: string
  scripts?: Record<string, string>
  dependencies?: Record<string, string>
  devDependencies?: Record<string, string>
}

const packageOf = (folder: string): PackageJson => {
  const file = join(folder, "package.json")
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {}
}

/** Eleventy before Vite: a site with both lets Eleventy write the pages. */
export const detect = (folder: string): Detected => {
  const { name, scripts, dependencies, devDependencies } = packageOf(folder)
  const has = (dependency: string) => dependency in { ...dependencies, ...devDependencies }
  const configOf = (generator: Generator) => configs[generator].find((file) => existsSync(join(folder, file)))
  const generator = has("@11ty/eleventy") || configOf("eleventy") ? "eleventy" : has("vite") || configOf("vite") ? "vite" : undefined
  const config = generator && configOf(generator)
  const named = generator && config && outputIn[generator].exec(readFileSync(join(folder, config), "utf8"))?.[1]
  return {
    name: name ?? basename(folder),
    generator,
    config,
    output: named ?? (generator ? outputs[generator] : (plainFolders.find((plain) => existsSync(join(folder, plain, "index.html"))) ?? "_site")),
    build: scripts?.["build"] === undefined ? generator && builds[generator] : "npm run build",
    cmp: (["vanilla-cookieconsent", "klaro"] as const).find(has),
  }
}
