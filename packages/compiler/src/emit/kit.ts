import type { ResolvedPlan } from "@tagwright/formats"
import { build, type BuildOptions, type Plugin } from "esbuild"
import { dirname } from "node:path"
import { fileURLToPath } from "node:url"
import * as terser from "terser"
import * as uglify from "uglify-js"
import { kitEntry } from "./kit-entry.ts"
import { kitPlan } from "./kit-plan.ts"
import { kitTypes } from "./kit-types.ts"
import { usesOf } from "./kit-uses.ts"

/** The kit of a plan: for `import`, for `<script>`, the latter with wording for people who develop the site, and its types. */
export interface EmittedKit {
  module: string
  script: string
  development: string
  types: string
}

/** Builds the kit: only what the plan uses is in it. Same plan, same bytes. */
export const emitKit = async (plan: ResolvedPlan): Promise<EmittedKit> => {
  const uses = usesOf(plan)
  const entry = kitEntry(plan, uses)
  const program = async (code: string, format: "esm" | "iife", development: boolean): Promise<string> =>
    reduced(await joined(code, kitPlan(plan, uses, development)), format)
  const production = async (code: string, format: "esm" | "iife"): Promise<string> => inlinedOnce(await program(code, format, false), format)
  const [module, script, development] = await Promise.all([production(`${entry}\n${moduleExports}`, "esm"), production(entry, "iife"), program(entry, "iife", true)])
  return { module, script, development, types: kitTypes(plan) }
}

const moduleExports = "export const { track, consent, leadId, ids } = kit"

const options = {
  bundle: true,
  write: false,
  // Chrome 85, Firefox 79, Safari 14. What came later is looked up at run time and guarded.
  target: "es2021",
  charset: "utf8",
  legalComments: "none",
  logLevel: "silent",
  define: { globalThis: "self" },
} satisfies BuildOptions

/** First pass: plan and runtime become one module, its constants first. */
const joined = async (contents: string, plan: string): Promise<string> =>
  constantsFirst(await text({ ...options, format: "esm", stdin: { contents, resolveDir: runtimeFolder(), loader: "ts" }, plugins: [inPlaceOfPlan(plan)] }))

/**
 * esbuild puts a constant where it is used, and drops what that makes unreachable, but only a `const` that stands before everything
 * else; in a bundle it makes each a `var`. What we write in capitals is a plain value that never changes.
 */
const constantsFirst = (program: string): string => {
  const constants: string[] = []
  const rest = program.replaceAll(/^var ([A-Z][A-Z\d_]* = (?:[\d.e-]+|true|false|".*");)$/gm, (_, constant: string) => (constants.push(`const ${constant}`), ""))
  return [...constants, rest].join("\n")
}

/** Second pass: what those constants made unreachable is dropped, and members that start with _, which are ours alone, are shortened. */
const reduced = (contents: string, format: "esm" | "iife"): Promise<string> =>
  text({ ...options, format, minify: true, mangleProps: /^_[a-z]/, stdin: { contents, loader: "js" } })

/** As many programs are remembered as a watch over a few plans goes through. */
const REMEMBERED = 16
const made = new Map<string, Promise<string>>()

/** `inlined`, once per program: who watches a plan, or serves a site while it is written, mostly builds the same kit again. */
const inlinedOnce = (program: string, format: "esm" | "iife"): Promise<string> => {
  const key = `${format} ${program}`
  const known = made.get(key) ?? inlined(program, format)
  // Last used, last forgotten.
  made.delete(key)
  made.set(key, known)
  for (const oldest of made.keys()) if (made.size > REMEMBERED) made.delete(oldest)
  return known
}

/**
 * Third: what is used once is put where it is used, a twentieth that esbuild leaves. Fourth: variables are shared, and names are
 * given so that they compress; another fiftieth.
 */
const inlined = async (program: string, format: "esm" | "iife"): Promise<string> => {
  const { code = "" } = await terser.minify(program, {
    ecma: 2020,
    module: true,
    mangle: false,
    compress: { ecma: 2020, module: true, passes: 5, inline: 1, keep_fargs: false, pure_getters: true, unsafe: true, unsafe_arrows: true },
  })
  const named = uglify.minify(code, { toplevel: format === "esm", compress: { passes: 5, keep_fargs: false, pure_getters: true } })
  if (named.error) throw named.error
  return named.code
}

const text = async (all: BuildOptions & { write: false }): Promise<string> => (await build(all)).outputFiles[0]?.text ?? ""

const inPlaceOfPlan = (contents: string): Plugin => ({
  name: "plan",
  setup: ({ onLoad }) => onLoad({ filter: /[\\/]plan\.[jt]s$/ }, ({ path }) => (dirname(path) === runtimeFolder() ? { contents, resolveDir: runtimeFolder(), loader: "ts" } : undefined)),
})

/** The runtime's folder, so that the entry resolves it as the compiler's own dependency. */
const runtimeFolder = () => dirname(fileURLToPath(import.meta.resolve("@tagwright/datalayer")))
