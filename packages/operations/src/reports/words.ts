import { list, page, section, table } from "../documents/markdown.ts"
import type { Report } from "./report.ts"

const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10)
const amount = (value: number | null, unit: "share" | "minutes"): string => (value === null ? "unknown" : unit === "share" ? `${(value * 100).toFixed(1)} %` : `${value.toFixed(1)} min`)
const change = (value: number | null, unit: "share" | "minutes"): string => (value === null ? "–" : `${value >= 0 ? "+" : "−"}${unit === "share" ? `${Math.abs(value * 100).toFixed(1)} points` : `${Math.abs(value).toFixed(1)} min`}`)
const marks = { met: "✓", missed: "✗", unknown: "·" } as const

export const reportTitle = ({ kind, site, to }: Report): string => `${kind.charAt(0).toUpperCase()}${kind.slice(1)} report of ${site}, ${day(to)}`

/** The report for people. */
export const reportMarkdown = (report: Report): string =>
  page(
    reportTitle(report),
    `${report.environment}, ${report.data === "test" ? "test data only" : "test data left out"}; ${day(report.from)} to ${day(report.to)}. On call: ${report.onCall ?? "nobody is named"}.`,
    section("To do", report.findings.length === 0 ? "Nothing." : list(report.findings.map(({ severity, todo, what }) => `[ ] ${severity === "act" ? "**now** " : ""}${todo} (${what})`))),
    section("Figures", table(["", "Id", "Figure", "Value", "Against before"], report.figures.map(({ id, title, value, unit, status, change: moved }) => [marks[status], id, title, amount(value, unit), change(moved, unit)]))),
    section("Looked at", list(report.looked)),
  )
