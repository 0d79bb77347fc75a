import { compileWithoutKit } from "@tagwright/compiler"
import { bundlePaths, type ContainerExport, type QaPlan } from "@tagwright/formats"
import { coverSite } from "@tagwright/qa"
import { defineCommand } from "../command.ts"
import { printFindings, summaryOf } from "../findings.ts"
import { pathsOf } from "../pipeline/paths.ts"
import { testEnvironment } from "../pipeline/test-environment.ts"
import { readContainerFile } from "../read-container-file.ts"
import { openSite } from "../site-option.ts"
import { planHere } from "../survey/plan-here.ts"
import { runSurvey } from "../survey/run-survey.ts"
import { coverageOf, coverageText, shareOf } from "../survey/text.ts"

export const command = defineCommand({
  summary: "Use every interactive element of the site and say which event measures it.",
  usage: "coverage [--site DIR|URL] [--site-command CMD] [--container FILE] [--environment NAME] [--survey] [--json]",
  examples: ["tagwright coverage", "tagwright coverage --site http://localhost:8080 --json", "tagwright coverage --site ./dist --survey"],
  options: { site: { type: "string" }, "site-command": { type: "string" }, container: { type: "string" }, environment: { type: "string" }, survey: { type: "boolean" }, out: { type: "string" } },
  describe: {
    site: "the built site, or where it is served on this machine (default: the plan's site.folder)",
    "site-command": "start the site with this command first; it ends with the run",
    container: "serve this export instead of the one that was built",
    environment: "which test environment of the plan (default: the first with testMode)",
    survey: "look at the site without any plan; that is also done where there is none",
    out: "without a plan: where the evidence goes (default: tagwright-survey)",
  },
  async run({ values, io }) {
    const planFile = planHere(values, io.cwd)
    const container = values.container === undefined ? undefined : await readContainerFile(values.container, io.cwd)
    const quiet = values.quiet === true
    if (planFile === undefined) {
      const { summary, report } = await runSurvey({ site: values.site, siteCommand: values["site-command"], container, out: values.out ?? "tagwright-survey", quiet, io })
      const pages = coverageOf(summary.pages, summary.elements)
      const share = shareOf(summary.elements)
      io.out(values.json === true ? `${JSON.stringify({ pages, share, report }, null, 2)}\n` : `${coverageText(pages)}${Math.floor(share * 100)} % of ${summary.elements.length} elements are measured\nreport ${report}\n`)
      return share === 1 ? 0 : 1
    }
    const { plan, files, findings } = await compileWithoutKit(planFile)
    if (plan === undefined) {
      printFindings(findings, io)
      io.out(`nothing covered: ${summaryOf(findings)}\n`)
      return 1
    }
    const environment = testEnvironment(plan, values.environment)
    const qaPlan: QaPlan = JSON.parse(files.get(bundlePaths.qaPlan) ?? "null")
    const built: ContainerExport = JSON.parse(files.get(bundlePaths.container("web", environment)) ?? "null")
    const { site, stop } = await openSite(values, pathsOf(planFile, plan.site.folder).site, io.cwd, io.env)
    try {
      const { pages: records, elements } = await coverSite({
        plan: qaPlan,
        site,
        environment,
        container: container ?? built,
        today: new Date().toISOString().slice(0, 10),
        onPage: (done, total) => quiet || io.err(`page ${done} of ${total}\n`),
      })
      const pages = coverageOf(records, elements)
      const share = shareOf(elements)
      if (values.json === true) io.out(`${JSON.stringify({ pages, share }, null, 2)}\n`)
      else io.out(`${coverageText(pages)}${Math.floor(share * 100)} % of ${elements.length} elements are measured or excused\n`)
      return share >= plan.thresholds.coverage ? 0 : 1
    } finally {
      stop()
    }
  },
})
