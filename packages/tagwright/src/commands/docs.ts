import { compileWithoutKit, findPlan } from "@tagwright/compiler"
import { Fault } from "@tagwright/formats"
import { dirname, join, relative, resolve } from "node:path"
import { defineCommand } from "../command.ts"
import { docsFolder, lookAround } from "../operations/look.ts"
import { projectDocuments, writeDocuments } from "../operations/project-documents.ts"

export const command = defineCommand({
  summary: "Write every document of operations from the plan: guides, runbooks, privacy records, courses, alert rules, calendar; as Markdown and as a site.",
  usage: "docs [--out DIR] [--check] [--config FILE] [--json]",
  examples: ["tagwright docs", "tagwright docs --check", "tagwright docs --out handbook"],
  options: { out: { type: "string" }, check: { type: "boolean" } },
  describe: { out: "where to write (default: .tagwright/docs beside the plan)", check: "write nothing; exit code 1 names what is missing or no longer fits" },
  async run({ values, io }) {
    const planFile = findPlan(io.cwd, values.config)
    const folder = dirname(planFile)
    const { plan, files } = await compileWithoutKit(planFile)
    if (plan === undefined) throw new Fault("plan", "the plan has errors that leave nothing to document", "Run tagwright check")
    const out = values.out === undefined ? docsFolder(folder) : resolve(io.cwd, values.out)
    const pages = projectDocuments(plan, files)
    if (values.check !== true) writeDocuments(plan.site.name, pages, out)
    const { monitoring, documentation, team } = lookAround({ plan, folder, pages, out })
    const stale = documentation.missing
    if (values.json === true) io.out(`${JSON.stringify({ out, pages: pages.size, stale, unwatched: monitoring.missing, untrained: team.missing }, null, 2)}\n`)
    else {
      for (const path of stale) io.out(`stale: ${path}\n`)
      io.out(`${pages.size} documents in ${relative(io.cwd, out) || "."}, site: ${relative(io.cwd, join(out, "site/index.html"))}\n`)
      io.out(`watched: ${shareOf(monitoring)} critical parts · trained: ${shareOf(team)}\n`)
    }
    return stale.length === 0 ? 0 : 1
  },
})

const shareOf = ({ covered, missing }: { covered: readonly string[]; missing: readonly string[] }): string => `${covered.length} of ${covered.length + missing.length}`
