import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { surveySite, type SurveyResult } from "../src/index.ts"

/** A survey of a site, with what is asked most; leaves nothing on disk. */
export const survey = async (site: { folder: string } | { url: string }): Promise<SurveyResult["summary"] & { outcomes: Record<string, string>; measured: Record<string, string | undefined>; records: string }> => {
  const out = mkdtempSync(join(tmpdir(), "qa-survey-"))
  try {
    const { summary } = await surveySite({ site, out })
    return {
      ...summary,
      outcomes: Object.fromEntries(summary.pages.map(({ path, outcome, reason }) => [path, reason === undefined ? outcome : `${outcome}: ${reason}`])),
      measured: Object.fromEntries(summary.elements.map(({ page, label, measuredBy }) => [`${page} ${label}`, measuredBy])),
      records: readFileSync(join(out, "records.ndjson"), "utf8"),
    }
  } finally {
    rmSync(out, { recursive: true, force: true })
  }
}
