import { cspFor, defaultKitPath, defaultStartPath, insertSnippets, kitForSite, spoken, startScript, type Activation, type SiteKit } from "@tagwright/compiler/site"
import { mkdir, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { eventAttributes } from "./attributes.ts"
import type { EleventyConfig } from "./eleventy-config.ts"

export interface TagwrightOptions {
  /** The plan's file; default: `tagwright.plan.*` in this folder or above */
  plan?: string
  /** Default: the environment variable TAGWRIGHT_ENVIRONMENT, else the plan's first environment in test mode */
  environment?: string
  /** Put on our scripts, for a Content Security Policy with nonces */
  nonce?: string
  /** When Tag Manager loads; default "immediate" */
  activate?: Activation
  /** false: nothing of ours stands in the page itself, for a policy that allows no inline script; default true */
  inline?: boolean
}

const compatible = ">=3.0.0"

/**
 * Eleventy plugin: writes `/tagwright/kit.js`, puts the kit and the container first in every page's `<head>`, gives templates
 * the data `tagwright` (environment, gtm, csp) and the shortcode `tw` (attributes of an event, checked against the plan).
 */
export const tagwright = (config: EleventyConfig, options: TagwrightOptions = {}): void => {
  try {
    config.versionCheck(compatible)
  } catch (error) {
    console.warn(`[tagwright] ${error instanceof Error ? error.message : "made for Eleventy 3"}`)
  }
  // The bundle's documents are Markdown: where the site lies in the project's own folder they would become its pages.
  config.ignores.add(".tagwright/**")
  let compiled: Promise<SiteKit> | undefined
  const kit = (): Promise<SiteKit> =>
    (compiled ??= said(kitForSite({ plan: options.plan, environment: options.environment ?? process.env["TAGWRIGHT_ENVIRONMENT"], cwd: process.cwd() })))

  config.on("eleventy.before", async () => {
    compiled = undefined
    config.addWatchTarget((await kit()).file)
  })
  config.addTransform("tagwright", async function (content) {
    if (!this.page.outputPath || !this.page.outputPath.endsWith(".html")) return content
    const { gtm, plan } = await kit()
    return insertSnippets(content, { noscript: plan.consent.mode === "advanced", ...options, gtm, ...(options.inline === false && { startPath: defaultStartPath }) })
  })
  config.on("eleventy.after", async ({ outputMode, runMode, directories }) => {
    if (outputMode !== undefined && outputMode !== "fs") return
    const { script, development, gtm } = await kit()
    const write = async (path: string, text: string): Promise<void> => {
      const file = join((directories ?? config.directories).output, path)
      await mkdir(dirname(file), { recursive: true })
      await writeFile(file, text)
    }
    await write(defaultKitPath, runMode === "serve" ? development : script)
    if (options.inline === false) await write(defaultStartPath, startScript({ ...options, gtm }))
  })
  config.addGlobalData("tagwright", async () => {
    const { plan, environment, gtm } = await kit()
    return { environment, gtm, csp: cspText(cspFor(plan, environment)) }
  })
  config.addAsyncShortcode("tw", (event, params) => said(kit().then(({ plan }) => eventAttributes(plan, event, params))))
}

const said = <T>(work: Promise<T>): Promise<T> =>
  work.catch((error: unknown) => {
    throw spoken(error)
  })

const cspText = (directives: Record<string, string[]>): string =>
  Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources.join(" ")}`)
    .join("; ")

// Eleventy's own convention: `import tagwright from "@tagwright/eleventy"`.
export default tagwright
