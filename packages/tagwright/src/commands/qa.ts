import { compilePlan } from "@tagwright/compiler"
import { resolve } from "node:path"
import { defineCommand } from "../command.ts"
import { printFindings, summaryOf } from "../findings.ts"
import { observe } from "../pipeline/observe.ts"
import { pathsOf } from "../pipeline/paths.ts"
import { readContainerFile } from "../read-container-file.ts"
import { progressLines } from "../progress-lines.ts"
import { wantedRun } from "../qa-options.ts"
import { openIn, qaText } from "../qa-text.ts"
import { openSite } from "../site-option.ts"
import { planHere } from "../survey/plan-here.ts"
import { runSurvey } from "../survey/run-survey.ts"
import { surveyText } from "../survey/text.ts"
import { writeBundle } from "../write-bundle.ts"

export const command = defineCommand({
  summary: "Drive a real browser through the plan's journeys in every consent scenario; leaves sealed evidence.",
  usage: "qa [--site DIR|URL] [--site-command CMD] [--survey] [--container FILE] [--environment NAME] [--scenario NAMES] [--journey NAMES] [--browser NAMES] [--full] [--only journeys|matrix|performance] [--performance PAIRS [--performance-pages PATHS] [--performance-tags]] [--out DIR] [--json]",
  examples: ["tagwright qa", "tagwright qa --site ./dist --survey", "tagwright qa --site http://localhost:8080 --json", "tagwright qa --container edited-in-gtm.json --scenario none,all", "tagwright qa --browser firefox,webkit --journey 'cold visitor buys'", "tagwright qa --only performance --performance-tags"],
  options: { site: { type: "string" }, "site-command": { type: "string" }, survey: { type: "boolean" }, container: { type: "string" }, environment: { type: "string" }, scenario: { type: "string" }, journey: { type: "string" }, browser: { type: "string" }, full: { type: "boolean" }, only: { type: "string" }, performance: { type: "string" }, "performance-pages": { type: "string" }, "performance-tags": { type: "boolean" }, out: { type: "string" } },
  describe: {
    site: "the built site, or where it is served on this machine (default: the plan's site.folder)",
    "site-command": "start the site with this command first; it ends with the run",
    survey: "look at the site without any plan; that is also done where there is none",
    container: "test this export instead of the one that was built",
    environment: "which test environment of the plan (default: the first with testMode)",
    scenario: "consent scenarios, separated by commas (default: all, none and one per category)",
    journey: "walk these journeys of the plan, separated by commas, and do nothing else (default: everything)",
    browser: "chromium, chromium-mobile, firefox, webkit, separated by commas (default: chromium); the first does everything, the others walk the journeys",
    full: "every combination of consent, moment, banner, signal and region (default: every pair of them)",
    only: "journeys, matrix or performance: leave out the rest",
    performance: "measure what tracking costs the start page, over so many pairs of loads with and without it (7 take about a minute, and are taken with --only performance)",
    "performance-pages": "measure these paths, separated by commas, or all pages of the plan: all (default: the start page)",
    "performance-tags": "measure each tag by itself too: one more load per tag and pair",
    out: "where the evidence goes (default: .tagwright/evidence beside the plan)",
  },
  async run({ values, io }) {
    const planFile = planHere(values, io.cwd)
    const container = values.container === undefined ? undefined : await readContainerFile(values.container, io.cwd)
    if (planFile === undefined) {
      const survey = await runSurvey({ site: values.site, siteCommand: values["site-command"], container, out: values.out ?? "tagwright-survey", quiet: values.quiet === true, io })
      const { pages, personalData } = survey.summary
      io.out(values.json === true ? `${JSON.stringify(survey, null, 2)}\n` : `${surveyText(survey.summary)}\nreport ${survey.report}\ndigest ${survey.digest}\n`)
      return personalData.length === 0 && pages.every(({ outcome }) => outcome !== "broken" && outcome !== "failed") ? 0 : 1
    }
    const { plan, bundle, findings } = await compilePlan(planFile)
    if (plan === undefined) {
      printFindings(findings, io)
      io.out(values.json === true ? `${JSON.stringify({ evidence: null, findings }, null, 2)}\n` : `nothing observed: ${summaryOf(findings)}\n`)
      return 1
    }
    const beside = pathsOf(planFile, plan.site.folder)
    const paths = { ...beside, ...(values.out === undefined ? {} : { evidence: resolve(io.cwd, values.out) }) }
    // Read before anything is written, or started that would have to be ended.
    const wanted = wantedRun(values, plan)
    await writeBundle(bundle, paths.bundle)
    const { site, stop } = await openSite(values, paths.site, io.cwd, io.env)
    const progress = progressLines(io, values.quiet === true)
    const { result } = await observe({
      plan,
      bundle,
      paths,
      site,
      container,
      ...wanted,
      note: progress.tell,
    }).finally(() => {
      progress.close()
      stop()
    })
    io.out(values.json === true ? `${JSON.stringify(result, null, 2)}\n` : qaText(result))
    return openIn(result) === 0 ? 0 : 1
  },
})
