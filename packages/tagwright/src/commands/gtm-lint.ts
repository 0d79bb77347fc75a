import { Fault } from "@tagwright/formats"
import { baselineOf, ExportError, type FileReport, fixExport, github, junit, lint, type LintFinding, readBaseline, readExport, sarif, withoutAccepted } from "@tagwright/gtm/format"
import { writeFileSync } from "node:fs"
import { resolve } from "node:path"
import { defineCommand, type Io } from "../command.ts"
import { exitCodeOf, printFindings, summaryOf } from "../findings.ts"
import { personalDataDetector } from "../personal-data.ts"
import { readBytes } from "../read-container.ts"

const formats: Record<string, (reports: readonly FileReport[], io: Io) => string | undefined> = {
  text: (reports, io) => {
    const findings = reports.flatMap((report) => report.findings)
    printFindings(findings, io)
    return `${reports.length} file${reports.length === 1 ? "" : "s"}: ${summaryOf(findings)}\n`
  },
  json: (files) => `${JSON.stringify({ files }, null, 2)}\n`,
  sarif: (reports) => `${sarif(reports)}\n`,
  junit,
  github,
}

export const command = defineCommand({
  summary: "Check any Tag Manager export: what an import would refuse, and what will hurt.",
  usage: "gtm lint FILE… [--fix] [--baseline FILE] [--format text|json|sarif|junit|github]",
  examples: ["tagwright gtm lint GTM-ABC123_workspace4.json", "tagwright gtm lint *.json --baseline gtm-baseline.json --format github", "tagwright gtm lint container.json --fix"],
  options: {
    format: { type: "string" },
    fix: { type: "boolean" },
    baseline: { type: "string" },
    "write-baseline": { type: "string" },
  },
  describe: {
    format: "text (default), json, sarif, junit or github",
    fix: "make the changes that are safe: remove what is unused, enable built-ins that are used",
    baseline: "say nothing about what this file accepts",
    "write-baseline": "accept everything that is there now: write it to this file",
  },
  async run({ values, positionals: files, io }) {
    if (files.length === 0) throw new Fault("caller", "gtm lint needs a file", "See tagwright gtm lint --help")
    const format = formats[values.json === true ? "json" : (values.format ?? "text")]
    if (format === undefined) throw new Fault("caller", `there is no format "${values.format}"`, `Use one of ${Object.keys(formats).join(", ")}`)
    if (values.fix === true) for (const file of files) fixFile(file, io)
    const results = await Promise.all(files.map((file) => lintFile(file, io)))
    const found = results.flatMap(({ findings }) => findings)
    if (values["write-baseline"] !== undefined) writeFileSync(resolve(io.cwd, values["write-baseline"]), `${JSON.stringify(baselineOf(found), null, 2)}\n`)
    const baseline = values.baseline === undefined ? undefined : readBaseline(readBytes(io.cwd, values.baseline).toString("utf8"), values.baseline)
    const reports = results.map(({ file, findings, unreadable }) => ({ file, findings: unreadable ?? (baseline ? withoutAccepted(findings, baseline) : findings) }))
    io.out(format(reports, io) ?? "")
    if (results.some(({ unreadable }) => unreadable)) return 2
    return values["write-baseline"] === undefined ? exitCodeOf(reports.flatMap((report) => report.findings)) : 0
  },
})

interface Result {
  file: string
  findings: LintFinding[]
  /** Set instead of findings when the file is no export. */
  unreadable?: FileReport["findings"]
}

const lintFile = async (file: string, io: Io): Promise<Result> => {
  const bytes = readBytes(io.cwd, file)
  try {
    const read = readExport(bytes, { file })
    return { file, findings: lint(read, { findPersonalData: await personalDataDetector(read.document.text) }) }
  } catch (error) {
    if (error instanceof ExportError) return { file, findings: [], unreadable: [error.finding] }
    throw error
  }
}

const fixFile = (file: string, io: Io): void => {
  const before = readBytes(io.cwd, file).toString("utf8")
  const { text, changes } = fixExport(before, { file })
  if (text !== before) writeFileSync(resolve(io.cwd, file), text)
  for (const change of changes) io.err(`${file}: fixed: ${change}\n`)
}
