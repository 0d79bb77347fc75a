import { mkdirSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join, resolve } from "node:path"
import { openEvidence } from "@tagwright/evidence"
import type { Decision } from "@tagwright/formats"
import { bundlePage } from "@tagwright/pages/bundle"
import { readDecision } from "../decision-file.ts"
import { liveHtml, reportHtml, scriptJson } from "./html.ts"
import { summarize, type ReportInput } from "./summarize.ts"

const page = join(import.meta.dirname, "page")

/** The report's files, path → text. Same evidence and decision, same bytes. */
export const reportFiles = async (input: ReportInput): Promise<Map<string, string>> => {
  const { summary, walks, server } = summarize(input)
  const { script, style } = await bundlePage(page)
  const data = (name: string, value: unknown): [string, string] => [`report/data/${name}.js`, `tagwrightReport(${scriptJson(name)},${scriptJson(value)})\n`]
  return new Map([
    ["index.html", reportHtml(input.title, input.decision)],
    ["report/app.js", script],
    ["report/app.css", style],
    data("summary", summary),
    data("server", server),
    ...[...walks].map(([id, records]) => data(id, records)),
  ])
}

const writeFiles = (dir: string, files: ReadonlyMap<string, string>): void => {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(dir, path)), { recursive: true })
    writeFileSync(join(dir, path), text)
  }
}

/**
 * Writes the report of an evidence folder into it: `index.html` and `report/`. Opens from file://, needs no network.
 * Without a decision the one in the folder is taken, if it judges this very evidence. Returns the path of `index.html`.
 */
export const renderReport = async (evidenceDir: string, decision: Decision | undefined = readDecision(evidenceDir), title?: string): Promise<string> => {
  const dir = resolve(evidenceDir)
  const { records, seal } = openEvidence(dir)
  const host = records.find((record) => record.kind === "run")?.environment ?? "evidence"
  const own = decision?.evidenceDigest === seal.digest ? decision : undefined
  const files = await reportFiles({ records, evidenceDigest: seal.digest, decision: own, title: title ?? host, files: Object.keys(seal.files) })
  rmSync(join(dir, "report"), { recursive: true, force: true })
  writeFiles(dir, files)
  return join(dir, "index.html")
}

/**
 * The page of what happens right now, path → text, for whoever serves it. Relative to itself it asks for `ops/api/events`,
 * `ops/api/deliveries` and `ops/api/stream` (our server's, with the token added on the way), for `ops/api/firings`
 * (`{firings: […]}`) and for `ops/api/firings/stream` (server-sent events `firing`): records of the container's runtime.
 */
export const liveFiles = async (title: string): Promise<Map<string, string>> => {
  const { script, style } = await bundlePage(page, "live")
  return new Map([
    ["index.html", liveHtml(title)],
    ["report/live.js", script],
    ["report/app.css", style],
  ])
}
