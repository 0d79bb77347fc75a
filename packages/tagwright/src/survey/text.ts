import type { ElementRecord, PageRecord, PersonalDataRecord } from "@tagwright/formats"
import type { SurveySummary } from "@tagwright/qa"
import { count } from "../findings.ts"

export interface PageCoverage {
  url: string
  outcome: PageRecord["outcome"]
  reason?: string
  elements: ElementRecord[]
  measured: number
  waived: number
}

/** Elements by page, with what became of each page. */
export const coverageOf = (pages: readonly PageRecord[], elements: readonly ElementRecord[]): PageCoverage[] =>
  pages.map(({ page, outcome, reason }) => {
    const own = elements.filter((element) => element.page === page)
    return {
      url: page,
      outcome,
      ...(reason === undefined ? {} : { reason }),
      elements: own,
      measured: own.filter(({ measuredBy }) => measuredBy !== undefined).length,
      waived: own.filter(({ measuredBy, waiver }) => measuredBy === undefined && waiver !== undefined).length,
    }
  })

export const isOpen = ({ measuredBy, waiver }: ElementRecord): boolean => measuredBy === undefined && waiver === undefined

/** Share of the elements that are measured or excused; a site without any has nothing to measure. */
export const shareOf = (elements: readonly ElementRecord[]): number => (elements.length === 0 ? 1 : elements.filter((element) => !isOpen(element)).length / elements.length)

/** Gaps of a page that are shown by name; the rest is counted, and stands in the report. */
const SHOWN = 12

const gapLine = ({ section, role, label, suggestion }: ElementRecord): string =>
  `    ${role} ${JSON.stringify(label)}${section === undefined ? "" : ` in ${section}`}\n      ${suggestion ?? ""}\n`

/** Menus and footers stand on many pages: such a gap is named once. */
const keyOf = ({ selector, label }: ElementRecord): string => `${selector} ${label}`

const sharedGaps = (pages: readonly PageCoverage[]): Map<string, ElementRecord[]> =>
  new Map([...Map.groupBy(pages.flatMap(({ elements }) => elements.filter(isOpen)), keyOf)].filter(([, same]) => same.length > 1))

const sharedText = (shared: ReadonlyMap<string, ElementRecord[]>): string => {
  if (shared.size === 0) return ""
  const rows = [...shared.values()].toSorted((a, b) => b.length - a.length)
  return `on several pages: ${count(rows.length, "gap")}\n${rows.map(([first, ...others]) => (first === undefined ? "" : gapLine(first).replace("\n", ` (${others.length + 1} pages)\n`))).join("")}`
}

const walkedText = ({ url, elements, measured, waived, reason }: PageCoverage, shared: ReadonlyMap<string, unknown>): string => {
  const gaps = elements.filter((element) => isOpen(element) && !shared.has(keyOf(element)))
  const more = gaps.length > SHOWN ? `    and ${gaps.length - SHOWN} more\n` : ""
  return `${String(Math.floor(shareOf(elements) * 100)).padStart(3)} %  ${url}: ${count(elements.length, "element")}, ${measured} measured, ${waived} excused\n${reason === undefined ? "" : `       ${reason}\n`}${gaps.slice(0, SHOWN).map(gapLine).join("")}${more}`
}

/** One page per line, with the plan's missing lines under it; first what is missing on several pages. */
export const coverageText = (pages: readonly PageCoverage[]): string => {
  const shared = sharedGaps(pages)
  return sharedText(shared) + pages.map((page) => (page.outcome === "walked" ? walkedText(page, shared) : `    –  ${page.url}: ${page.outcome}${page.reason === undefined ? "" : `, ${page.reason}`}\n`)).join("")
}

const personalText = (found: readonly PersonalDataRecord[]): string =>
  [...new Set(found.map(({ type, place, name }) => `  ${type} in ${place} ${JSON.stringify(name)}\n`))].join("")

/** What a survey found, for a person at a terminal. */
export const surveyText = ({ pages, elements, personalData, parties, containers, banner, events, errors }: SurveySummary): string => {
  const walked = pages.filter(({ outcome }) => outcome === "walked")
  const odd = pages.filter(({ outcome }) => outcome === "broken" || outcome === "failed" || outcome === "left out")
  const before = parties.filter(({ beforeChoice }) => beforeChoice > 0)
  return [
    `pages: ${walked.length} walked of ${pages.length}${odd.length === 0 ? "" : `; ${odd.slice(0, SHOWN).map(({ path, outcome, reason, linkedFrom }) => `${path} ${outcome}${reason === undefined ? "" : ` (${reason})`}${linkedFrom === undefined ? "" : `, linked from ${linkedFrom}`}`).join("; ")}`}`,
    `elements: ${elements.filter((one) => one.measuredBy !== undefined).length} measured of ${elements.length}`,
    `events in the data layer: ${events.length === 0 ? "none" : events.join(", ")}`,
    `consent banner: ${banner ?? "none was seen"}`,
    `other parties: ${parties.length === 0 ? "none" : parties.map(({ host, requests }) => `${host} (${requests})`).join(", ")}`,
    ...(before.length === 0 ? [] : [`contacted before any choice: ${before.map(({ host }) => host).join(", ")}`]),
    ...(containers.length === 0 ? [] : [`containers: ${containers.join(", ")}; to see what they do, export one and add --container FILE`]),
    ...(errors.length === 0 ? [] : [`script errors: ${errors.slice(0, SHOWN).join("; ")}`]),
    `personal data: ${personalData.length === 0 ? "none was found" : `found ${count(personalData.length, "time")}`}`,
    ...(personalData.length === 0 ? [] : [personalText(personalData).trimEnd()]),
  ].join("\n")
}
