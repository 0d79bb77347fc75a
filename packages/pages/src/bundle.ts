import { join } from "node:path"
import { build } from "esbuild"

/** Pages are compiled where the package is installed: Node strips no types there, and neither does anybody else. */
const spelling = import.meta.url.endsWith(".ts") ? ".tsx" : ".js"

/**
 * A page from the folder of its sources (`<entry>.tsx` and `style.css`) as one classic script and one sheet: ES modules do
 * not load from file://. The same sources give the same bytes.
 */
export const bundlePage = async (folder: string, entry = "main"): Promise<{ script: string; style: string }> => {
  const { outputFiles } = await build({
    entryPoints: [join(folder, entry + spelling), join(folder, "style.css")],
    outdir: folder,
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
  const made = (ending: string): string => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? ""
  return { script: made(".js"), style: made(".css") }
}
