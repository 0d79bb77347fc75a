/** Builds the site into `_site`: Vite makes the assets and their manifest, then Eleventy writes the pages that link to them. */
import { rm } from "node:fs/promises"
import { fileURLToPath } from "node:url"
import Eleventy from "@11ty/eleventy"
import { build } from "vite"

const here = fileURLToPath(new URL(".", import.meta.url))
process.chdir(here)
await rm("_site", { recursive: true, force: true })
await build({ configFile: "vite.config.ts", logLevel: "warn" })
await new Eleventy("pages", "_site", { configPath: "eleventy.config.js", quietMode: true }).write()
