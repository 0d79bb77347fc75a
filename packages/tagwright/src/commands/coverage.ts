import { compilePlan, findPlan } from "@tagwright/compiler"
import { bundlePaths, type ContainerExport, type ElementRecord, type QaPlan } from "@tagwright/formats"
import { coverSite } from "@tagwright/qa"
import { defineCommand } from "../command.ts"
import { printFindings, summaryOf } from "../findings.ts"
import { pathsOf, testEnvironment } from "../pipeline/run-pipeline.ts"
import { readContainerFile } from "../read-container-file.ts"
import { siteOption } from "../site-option.ts"

interface PageCoverage {
  url: string
  elements: ElementRecord[]
  measured: number
  waived: number
}

const byPage = (elements: readonly ElementRecord[]): PageCoverage[] =>
  [...Map.groupBy(elements, ({ page }) => page)].map(([url, list]) => ({
    url,
    elements: list,
    measured: list.filter(({ measuredBy }) => measuredBy !== undefined).length,
    waived: list.filter(({ measuredBy, waiver }) => measuredBy === undefined && waiver !== undefined).length,
  }))

const isOpen = ({ measuredBy, waiver }: ElementRecord): boolean => measuredBy === undefined && waiver === undefined
const lineOf = ({ section, role, label, selector }: ElementRecord): string => `    ${role} ${JSON.stringify(label)}${section === undefined ? "" : ` in ${section}`}: ${selector}\n`
const pageText = ({ url, elements, measured, waived }: PageCoverage): string =>
  `${String(Math.floor((100 * (measured + waived)) / elements.length)).padStart(3)} %  ${url}: ${elements.length} elements, ${measured} measured, ${waived} excused\n${elements.filter(isOpen).map(lineOf).join("")}`

export const command = defineCommand({
  summary: "Use every interactive element of the site and say which event measures it.",
  usage: "coverage [--site DIR|URL] [--container FILE] [--environment NAME] [--json]",
  examples: ["tagwright coverage", "tagwright coverage --site http://localhost:8080 --json"],
  options: { site: { type: "string" }, container: { type: "string" }, environment: { type: "string" } },
  describe: {
    site: "the built site, or where it is served on this machine (default: the plan's site.folder)",
    container: "serve this export instead of the one that was built",
    environment: "which test environment of the plan (default: the first with testMode)",
  },
  async run({ values, io }) {
    const planFile = findPlan(io.cwd, values.config)
    const { plan, bundle, findings } = await compilePlan(planFile)
    if (plan === undefined) {
      printFindings(findings, io)
      io.out(`nothing covered: ${summaryOf(findings)}\n`)
      return 1
    }
    const environment = testEnvironment(plan, values.environment)
    const qaPlan: QaPlan = JSON.parse(bundle.files.get(bundlePaths.qaPlan) ?? "null")
    const built: ContainerExport = JSON.parse(bundle.files.get(bundlePaths.container("web", environment)) ?? "null")
    const elements = await coverSite({
      plan: qaPlan,
      site: siteOption(values.site, pathsOf(planFile, plan.site.folder).site, io.cwd),
      environment,
      container: values.container === undefined ? built : await readContainerFile(values.container, io.cwd),
      today: new Date().toISOString().slice(0, 10),
      onPage: (done, total) => values.quiet !== true && io.err(`page ${done} of ${total}\n`),
    })
    const pages = byPage(elements)
    const share = elements.length === 0 ? 0 : elements.filter((element) => !isOpen(element)).length / elements.length
    if (values.json === true) io.out(`${JSON.stringify({ pages, share }, null, 2)}\n`)
    else io.out(`${pages.map(pageText).join("")}${Math.floor(share * 100)} % of ${elements.length} elements are measured or excused\n`)
    return share >= plan.thresholds.coverage ? 0 : 1
  },
})
