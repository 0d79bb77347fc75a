import { compilePlan, findPlan } from "@tagwright/compiler"
import { digestOf, Fault, type CoverageRecord } from "@tagwright/formats"
import { documents, monitoringCoverage, siteFiles } from "@tagwright/operations"
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { dirname, join, relative, resolve } from "node:path"
import { defineCommand } from "../command.ts"
import { trainingCoverage } from "../operations/attestations.ts"
import { findingKnowledge } from "../operations/knowledge.ts"
import { addToLedger } from "../operations/project-ledger.ts"

/** Calendars begin on the first day of the year: the same year gives the same bytes. */
const startOf = (now: number): number => Date.UTC(new Date(now).getUTCFullYear(), 0, 1)

export const command = defineCommand({
  summary: "Write every document of operations from the plan: guides, runbooks, privacy records, courses, alert rules, calendar; as Markdown and as a site.",
  usage: "docs [--out DIR] [--check] [--config FILE] [--json]",
  examples: ["tagwright docs", "tagwright docs --check", "tagwright docs --out handbook"],
  options: { out: { type: "string" }, check: { type: "boolean" } },
  describe: { out: "where to write (default: .tagwright/docs beside the plan)", check: "write nothing; exit code 1 names what is missing or no longer fits" },
  async run({ values, io }) {
    const planFile = findPlan(io.cwd, values.config)
    const folder = dirname(planFile)
    const { plan, bundle } = await compilePlan(planFile)
    if (plan === undefined) throw new Fault("plan", "the plan has errors that leave nothing to document", "Run tagwright check")
    const out = values.out === undefined ? join(folder, ".tagwright", "docs") : resolve(io.cwd, values.out)
    const now = Date.now()
    const catalogs = new Map([...bundle.files].filter(([path]) => path.startsWith("catalog/")))
    const pages = documents({ plan, catalogs, findings: findingKnowledge(), start: startOf(now) })
    const site = siteFiles(plan.site.name, pages)
    if (values.check !== true) for (const [path, text] of [...pages, ...[...site].map(([path, html]): [string, string] => [`site/${path}`, html])]) write(join(out, path), text)
    const stale = [...pages].filter(([path, text]) => readOr(join(out, path)) !== text).map(([path]) => path)
    const planDigest = digestOf(plan)
    const monitoring = monitoringCoverage(plan)
    const records: CoverageRecord[] = [
      { kind: "coverage", at: now, of: "monitoring", planDigest, covered: monitoring.covered, missing: monitoring.missing },
      { kind: "coverage", at: now, of: "documentation", planDigest, covered: [...pages.keys()].filter((path) => !stale.includes(path)), missing: stale },
      { kind: "coverage", at: now, of: "team", planDigest, ...trainingCoverage(plan, folder, now) },
    ]
    addToLedger(folder, records)
    const summary = { out, pages: pages.size, stale, unwatched: monitoring.missing, untrained: records[2]?.missing ?? [] }
    if (values.json === true) io.out(`${JSON.stringify(summary, null, 2)}\n`)
    else {
      for (const path of stale) io.out(`stale: ${path}\n`)
      io.out(`${pages.size} documents in ${relative(io.cwd, out) || "."}, site: ${relative(io.cwd, join(out, "site/index.html"))}\n`)
      io.out(`watched: ${monitoring.covered.length} of ${monitoring.parts.length} critical parts · trained: ${records[2]?.covered.length ?? 0} of ${(records[2]?.covered.length ?? 0) + summary.untrained.length}\n`)
    }
    return stale.length === 0 ? 0 : 1
  },
})

const write = (path: string, text: string): void => {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}
const readOr = (path: string): string | undefined => (existsSync(path) ? readFileSync(path, "utf8") : undefined)
