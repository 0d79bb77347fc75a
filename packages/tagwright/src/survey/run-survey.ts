import { Fault, type ContainerExport } from "@tagwright/formats"
import { surveySite, type SurveyResult } from "@tagwright/qa"
import { renderReport } from "@tagwright/release"
import { resolve } from "node:path"
import { pathToFileURL } from "node:url"
import type { Io } from "../command.ts"
import { openSite } from "../site-option.ts"

export interface RunSurveyInput {
  site?: string | undefined
  siteCommand?: string | undefined
  container: ContainerExport | undefined
  /** Relative to the current folder */
  out: string
  quiet: boolean
  io: Io
}

/** Surveys a site that has no plan, and draws the report. */
export const runSurvey = async ({ site: named, siteCommand, container, out, quiet, io }: RunSurveyInput): Promise<SurveyResult & { report: string }> => {
  const { site, stop } = await openSite({ site: named, "site-command": siteCommand }, io.cwd, io.cwd, io.env)
  if (!quiet) io.err("no plan: looking at the site as a stranger does\n")
  try {
    const evidence = resolve(io.cwd, out)
    const result = await surveySite({
      site,
      out: evidence,
      ...(container === undefined ? {} : { container }),
      onProgress: ({ label, secondsLeft }) => void (quiet || io.err(`${label}${secondsLeft === undefined ? "" : `, about ${secondsLeft} s left`}\n`)),
    })
    const report = await renderReport(evidence, undefined, named ?? "Survey")
    return { ...result, report: pathToFileURL(report).href }
  } catch (error) {
    if (error instanceof Fault) throw error
    throw new Fault("machine", `the survey stopped: ${error instanceof Error ? error.message.split("\n")[0] : String(error)}`, "Run it again; if it stops at the same place, please report it", { cause: error })
  } finally {
    stop()
  }
}
