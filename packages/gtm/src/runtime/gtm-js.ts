import { build } from "esbuild"
import { fileURLToPath } from "node:url"
import type { ContainerExport } from "@tagwright/formats"
import { pageEntry } from "./features.ts"
import { compile } from "./program/compile.ts"
import type { Program } from "./program/program.ts"

export interface GtmJsOptions {
  /** The id the page asks for, when it is not the export's own. */
  publicId?: string
  dataLayerName?: string
  /** ISO 3166 code of the visitor's country or subdivision; "" = unknown, outside any listed region. */
  region?: string
  /** Name of the environment the version is served for; "" on plain live. */
  environment?: string
  /** Shown in somebody's preview: `liveOnly` tags stay silent. */
  preview?: boolean
}

const bundles = new Map<string, Promise<string>>()

/** The runtime with the kinds a program uses, as one script; made once per process and set of kinds. */
const pageRuntime = (program: Program): Promise<string> => {
  const entry = pageEntry(program)
  const known = bundles.get(entry)
  if (known !== undefined) return known
  const made = bundle(entry)
  bundles.set(entry, made)
  made.catch(() => bundles.delete(entry))
  return made
}

const folder = fileURLToPath(new URL(".", import.meta.url))

const bundle = async (entry: string): Promise<string> => {
  // Packed, the same modules are JavaScript.
  const contents = import.meta.url.endsWith(".ts") ? entry : entry.replaceAll('.ts"', '.js"')
  const made = await build({
    stdin: { contents, resolveDir: folder, loader: "js" }, bundle: true, minify: true, write: false, format: "iife", globalName: "tagwrightGtm", target: "es2022",
    legalComments: "none", treeShaking: true,
  })
  return made.outputFiles[0]?.text ?? ""
}

/**
 * The complete script to answer `gtm.js?id=…` with: the runtime and the container. Fails only when the runtime
 * itself cannot be bundled.
 */
export const gtmJs = async (container: ContainerExport, options: GtmJsOptions = {}): Promise<string> => {
  const program = compile(container, options.publicId === undefined ? {} : { publicId: options.publicId })
  const input = {
    program, layerName: options.dataLayerName ?? "dataLayer", region: options.region ?? "", environment: options.environment ?? "", preview: options.preview ?? false,
  }
  // The bundle's one global lives inside a function, so that a page sees nothing of it; nor of an error while it is put together.
  return `(function(){try{${await pageRuntime(program)}\ntagwrightGtm.start(${scriptSafe(JSON.stringify(input))});}catch(e){console.error("tagwright: the container could not be started",e)}})();\n`
}

/** JSON that may stand inside an inline script as well. */
const scriptSafe = (json: string): string => json.replaceAll("<", "\\u003c").replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029")
