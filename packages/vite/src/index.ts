import { defaultKitPath, defaultStartPath, insertSnippets, kitForSite, spoken, startScript, virtualModuleTypes, type Activation, type SiteKit } from "@tagwright/compiler/site"
import { existsSync } from "node:fs"
import { readFile, writeFile } from "node:fs/promises"
import { join, resolve } from "node:path"
import type { Plugin, ResolvedConfig, ViteDevServer } from "vite"
import { overlay } from "./overlay.ts"
import { virtualModule } from "./virtual-module.ts"

export interface TagwrightOptions {
  /** The plan's file; default: `tagwright.plan.*` in the root or above */
  plan?: string
  /** Default: the environment variable TAGWRIGHT_ENVIRONMENT, else the plan's first environment in test mode */
  environment?: string
  /** Put on our scripts, for a Content Security Policy with nonces */
  nonce?: string
  /** When Tag Manager loads; default "immediate" */
  activate?: Activation
  /** false: nothing of ours stands in the page itself, for a policy that allows no inline script; default true */
  inline?: boolean
  /** false: pages stay as they are, and `virtual:tagwright` is the whole kit */
  inject?: boolean
  /** false: no panel while developing */
  overlay?: boolean
  /** Where the types of `virtual:tagwright` are written, relative to the root; false: nowhere. Default: tagwright.d.ts in src, else in the root */
  types?: string | false
}

const moduleId = "virtual:tagwright"
const resolvedId = `\0${moduleId}`
const overlayPath = "@tagwright/overlay.js"

/**
 * Vite plugin: the module `virtual:tagwright` with types from the plan, the kit and the container first in every page,
 * a panel while developing, and a reload when the plan changes.
 */
export const tagwright = (options: TagwrightOptions = {}): Plugin => {
  const inject = options.inject ?? true
  let config: ResolvedConfig
  let compiled: Promise<SiteKit> | undefined
  const kit = (): Promise<SiteKit> => (compiled ??= compile(options, config.root))
  const underBase = (path: string): string => config.base.replace(/\/$/, "") + path
  const start = async (): Promise<string> => startScript({ ...options, gtm: (await kit()).gtm })

  return {
    name: "vite-plugin-tagwright",
    configResolved(resolved) {
      config = resolved
    },
    async buildStart() {
      compiled = undefined
      const { file, types } = await kit()
      this.addWatchFile(file)
      if (options.types !== false) await writeTypes(config.root, options.types, virtualModuleTypes(types))
    },
    resolveId: (id) => (id === moduleId ? resolvedId : undefined),
    load: async (id) => (id === resolvedId ? (inject ? virtualModule : (await kit()).module) : undefined),
    transformIndexHtml: {
      order: "post",
      async handler(html) {
        if (!inject) return html
        const { gtm, plan } = await kit()
        return { html: insertSnippets(html, { noscript: plan.consent.mode === "advanced", ...options, gtm, kitPath: underBase(defaultKitPath), ...(options.inline === false && { startPath: underBase(defaultStartPath) }) }), tags: showsOverlay(config, options) ? [overlayTag(config.base)] : [] }
      },
    },
    async generateBundle() {
      if (!inject) return
      this.emitFile({ type: "asset", fileName: defaultKitPath.slice(1), source: (await kit()).script })
      if (options.inline === false) this.emitFile({ type: "asset", fileName: defaultStartPath.slice(1), source: await start() })
    },
    configureServer: (server) => serve(server, { [underBase(defaultKitPath)]: async () => (await kit()).development, [underBase(defaultStartPath)]: start, [config.base + overlayPath]: async () => overlay }),
    async hotUpdate({ file, server }) {
      if (file !== (await kit().catch(() => undefined))?.file && !/tagwright\.plan\.\w+$/.test(file)) return
      compiled = undefined
      await kit().then(
        () => server.ws.send({ type: "full-reload" }),
        (error: unknown) => server.ws.send({ type: "error", err: { message: error instanceof Error ? error.message : "the plan cannot be read", stack: "" } }),
      )
      return []
    },
  }
}

const compile = (options: TagwrightOptions, root: string): Promise<SiteKit> =>
  kitForSite({ plan: options.plan, environment: options.environment ?? process.env["TAGWRIGHT_ENVIRONMENT"], cwd: root }).catch((error: unknown) => {
    throw spoken(error)
  })

const showsOverlay = ({ command }: ResolvedConfig, options: TagwrightOptions): boolean => command === "serve" && options.overlay !== false
const overlayTag = (base: string) => ({ tag: "script", attrs: { type: "module", src: base + overlayPath }, injectTo: "body" as const })

/** Written only when it changes: editors and watchers would notice every touch. */
const writeTypes = async (root: string, named: string | undefined, text: string): Promise<void> => {
  const file = resolve(root, named ?? (existsSync(join(root, "src")) ? "src/tagwright.d.ts" : "tagwright.d.ts"))
  const before = await readFile(file, "utf8").catch(() => "")
  if (before !== text) await writeFile(file, text)
}

/** Answers these paths of the development server with scripts. */
const serve = (server: ViteDevServer, scripts: Record<string, () => Promise<string>>): void => {
  server.middlewares.use((request, response, next) => {
    const script = scripts[(request.url ?? "").split("?")[0] ?? ""]
    if (script === undefined) return next()
    script().then(
      (text) => response.writeHead(200, { "content-type": "text/javascript", "cache-control": "no-store" }).end(text),
      (error: unknown) => next(error),
    )
  })
}

export default tagwright
