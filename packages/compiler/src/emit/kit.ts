import type { ResolvedPlan } from "@tagwright/formats"
import { build, type BuildOptions } from "esbuild"
import { dirname } from "node:path"
import { fileURLToPath } from "node:url"
import { kitEntry } from "./kit-entry.ts"
import { kitTypes } from "./kit-types.ts"

/** The kit of a plan: for `import`, for `<script>`, and its types. */
export interface EmittedKit {
  module: string
  script: string
  types: string
}

/** Builds the kit: only what the plan uses is in it. Same plan, same bytes. */
export const emitKit = async (plan: ResolvedPlan): Promise<EmittedKit> => {
  const entry = kitEntry(plan)
  const [module, script] = await Promise.all([bundle(`${entry}\n${moduleExports}`, "esm"), bundle(entry, "iife")])
  return { module, script, types: kitTypes(plan) }
}

const moduleExports = "export const { track, consent, leadId, ids } = kit"
const banner = "/* Tagwright kit. Generated from the tracking plan; do not edit. */"

const bundle = async (contents: string, format: "esm" | "iife"): Promise<string> => {
  const { outputFiles } = await build({ ...options, format, stdin: { contents, resolveDir: runtimeFolder(), loader: "ts" } })
  return outputFiles[0]?.text ?? ""
}

const options = {
  bundle: true,
  write: false,
  minify: true,
  // Members that start with _ are ours alone; the shorter names are a sixth of the kit.
  mangleProps: /^_[a-z]/,
  // Chrome 85, Firefox 79, Safari 14. What came later is looked up at run time and guarded.
  target: "es2021",
  charset: "utf8",
  legalComments: "none",
  logLevel: "silent",
  banner: { js: banner },
} satisfies BuildOptions

/** The runtime's folder, so that the entry resolves it as the compiler's own dependency. */
const runtimeFolder = () => dirname(fileURLToPath(import.meta.resolve("@tagwright/datalayer")))
