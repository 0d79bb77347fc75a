import type { Bundle } from "@tagwright/formats"
import { mkdir, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { count } from "../findings.ts"
import type { StageResult } from "./step.ts"

/** Puts the catalogs where people look for documents. */
export const writeDocs = async (bundle: Bundle, out: string): Promise<StageResult> => {
  const pages = [...bundle.files].filter(([path]) => path.startsWith("catalog/"))
  for (const [path, text] of pages) {
    const file = join(out, path)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, text)
  }
  return { ok: true, summary: `${count(pages.length, "page")}` }
}
