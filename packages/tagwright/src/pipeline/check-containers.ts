import type { Bundle } from "@tagwright/formats"
import { lint, readExport } from "@tagwright/gtm/format"
import { count } from "../findings.ts"
import type { StageResult } from "./stages.ts"

/** Lints every container of a bundle as if somebody were about to import it. */
export const checkContainers = async (bundle: Bundle): Promise<StageResult> => {
  const files = [...bundle.files].filter(([path]) => path.startsWith("gtm/"))
  const findings = files.flatMap(([path, text]) => lint(readExport(text, { file: path })).map((finding) => ({ path, finding })))
  const errors = findings.filter(({ finding }) => finding.severity === "error")
  const [first] = errors
  if (first !== undefined) return { ok: false, summary: `${first.path}: ${first.finding.message} (${first.finding.code}), ${count(errors.length, "error")} in all` }
  const warnings = findings.filter(({ finding }) => finding.severity === "warning")
  return { ok: true, summary: `${count(files.length, "container")} would import, ${count(warnings.length, "warning")}` }
}
