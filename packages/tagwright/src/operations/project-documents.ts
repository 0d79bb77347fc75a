import type { Bundle, ResolvedPlan } from "@tagwright/formats"
import { documents, siteFiles } from "@tagwright/operations"
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { findingKnowledge } from "./knowledge.ts"

/** Calendars begin on the first day of the year: the same year gives the same bytes. */
const startOf = (now: number): number => Date.UTC(new Date(now).getUTCFullYear(), 0, 1)

/** Every document of a project, by path. Without a bundle the catalogs are left out: they stand in the bundle themselves. */
export const projectDocuments = (plan: ResolvedPlan, files: Bundle["files"] = new Map(), now = Date.now()): ReadonlyMap<string, string> =>
  documents({ plan, catalogs: new Map([...files].filter(([path]) => path.startsWith("catalog/"))), findings: findingKnowledge(), start: startOf(now) })

/** Puts documents on disk, as Markdown and as a site with search. */
export const writeDocuments = (title: string, pages: ReadonlyMap<string, string>, out: string): void => {
  for (const [path, text] of [...pages, ...[...siteFiles(title, pages)].map(([path, html]): [string, string] => [`site/${path}`, html])]) {
    mkdirSync(dirname(join(out, path)), { recursive: true })
    writeFileSync(join(out, path), text)
  }
}

/** Paths that are missing on disk, or no longer say what the plan gives. */
export const staleDocuments = (pages: ReadonlyMap<string, string>, out: string): string[] =>
  [...pages].filter(([path, text]) => !existsSync(join(out, path)) || readFileSync(join(out, path), "utf8") !== text).map(([path]) => path)
