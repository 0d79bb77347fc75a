/** What the last run of `qa watch` saw; `.tagwright/watch.json`. */
export interface WatchMemory {
  version: 1
  /** Path below the built site, with `/` → sha256 */
  files: Record<string, string>
  /** Digest of the plan without its journeys */
  plan: string
  /** Journey → digest of its steps */
  journeys: Record<string, string>
  /** Journey → paths of the pages it came by, without query */
  walked: Record<string, string[]>
}

/** What stands there now. */
export type WatchState = Omit<WatchMemory, "walked"> & {
  /** Text of every HTML file of the built site: which page asks for which file */
  pages: Record<string, string>
}

const isPage = (file: string): boolean => /\.html?$/.test(file)
/** `pricing/index.html` → `/pricing/` */
const pathOf = (file: string): string => `/${file.replace(/(^|\/)index\.html?$/, "$1")}`

const changedFiles = (before: Record<string, string>, after: Record<string, string>): string[] => [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((file) => before[file] !== after[file])

/** Pages that a changed file shows on; undefined: on any, because no page names it (a style that another one loads, a picture of a script). */
const pagesOf = (file: string, pages: Record<string, string>): string[] | undefined => {
  if (isPage(file)) return [pathOf(file)]
  const naming = Object.entries(pages).filter(([, text]) => text.includes(file)).map(([page]) => pathOf(page))
  return naming.length === 0 ? undefined : naming
}

/**
 * The journeys that may go another way than last time: their own steps changed, or a page they came by, or something that page
 * asks for; all of them where the plan's other parts changed or nobody can tell where a file shows.
 */
export const affectedJourneys = (before: WatchMemory | undefined, after: WatchState): string[] => {
  const all = Object.keys(after.journeys)
  if (before === undefined || before.plan !== after.plan) return all
  const touched = changedFiles(before.files, after.files).map((file) => pagesOf(file, after.pages))
  if (touched.includes(undefined)) return all
  const pages = new Set(touched.flatMap((paths) => paths ?? []))
  return all.filter((name) => before.journeys[name] !== after.journeys[name] || before.walked[name] === undefined || before.walked[name].some((path) => pages.has(path)))
}
