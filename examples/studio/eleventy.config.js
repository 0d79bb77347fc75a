import { readFileSync } from "node:fs"
import { join } from "node:path"
import { tagwright } from "@tagwright/eleventy"

/** Where Vite put an asset, fingerprint and all. */
const asset = (folder) => (name) => {
  const entry = JSON.parse(readFileSync(join(folder(), "assets/manifest.json"), "utf8"))[name]
  if (!entry) throw new Error(`Vite built no ${name}: run the whole build with npm run build`)
  return `/${entry.file}`
}

/** 24000 → "€240". Prices stand in cents, as at Stripe. */
const euros = (cents) => `€${(cents / 100).toLocaleString("en-GB")}`

export default function (eleventyConfig) {
  eleventyConfig.addPlugin(tagwright)
  eleventyConfig.addFilter("asset", asset(() => eleventyConfig.directories.output))
  eleventyConfig.addFilter("euros", euros)
  return { dir: { input: "pages", output: "_site" }, htmlTemplateEngine: "njk" }
}
