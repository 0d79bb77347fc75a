import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { build } from "esbuild"

const page = join(import.meta.dirname, "page")

/** The page's parts are compiled where the package is installed: Node strips no types there, and neither does anybody else. */
const spelling = import.meta.url.endsWith(".ts") ? ".tsx" : ".js"

/** One classic script per page: ES modules do not load from file://. */
export const bundleScript = async (entry: "main" | "live"): Promise<string> => {
  const result = await build({
    entryPoints: [join(page, entry + spelling)],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    target: ["es2022"],
    jsx: "automatic",
    jsxImportSource: "preact",
    legalComments: "none",
    logLevel: "silent",
  })
  return result.outputFiles[0]?.text ?? ""
}

export const pageStyle = (): Promise<string> => readFile(join(page, "style.css"), "utf8")
