import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { build } from "esbuild"

const page = join(import.meta.dirname, "page")

/** One classic script per page: ES modules do not load from file://. */
export const bundleScript = async (entry: "main.tsx" | "live.tsx"): Promise<string> => {
  const result = await build({
    entryPoints: [join(page, entry)],
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
