import { cell } from "../diff/report/markdown.ts"
import type { EntityKind } from "../container/entity-kinds.ts"
import type { Catalog, CatalogEntry } from "./catalog.ts"

/** Sections in reading order: what happens, when, with which values, and what it rests on. */
export const sections: readonly (readonly [kind: EntityKind, heading: string])[] = [
  ["tag", "Tags"],
  ["trigger", "Triggers"],
  ["variable", "Variables"],
  ["builtInVariable", "Built-in variables"],
  ["client", "Clients"],
  ["transformation", "Transformations"],
  ["customTemplate", "Templates"],
]

/** The catalog as one Markdown document. */
export const catalogMarkdown = ({ title, entries }: Catalog): string => {
  const parts = sections.flatMap(([kind, heading]) => {
    const own = entries.filter((entry) => entry.kind === kind)
    return own.length === 0 ? [] : [`## ${heading} (${own.length})`, "", "| Name | What for | Details | Used by |", "| --- | --- | --- | --- |", ...own.map(row), ""]
  })
  return [`# ${cell(title)}`, "", ...parts].join("\n")
}

const row = (entry: CatalogEntry): string => {
  const purpose = [entry.purpose, entry.folder === undefined ? "" : `Folder: ${entry.folder}`].filter((text) => text !== "").map(cell)
  const details = [...entry.facts.map(({ label, items }) => `${label}: ${items.join("; ")}`), ...entry.settings.map(({ key, value }) => `${key}: ${shorten(value)}`)].map(cell)
  return `| **${cell(entry.name)}**<br>${cell(entry.type)} | ${purpose.join("<br>")} | ${details.join("<br>")} | ${entry.usedBy.map(({ name }) => cell(name)).join("<br>")} |`
}

/** A table cell is no place for a script; the browsable page shows it whole. */
const longest = 200
const shorten = (value: string): string => (value.length > longest ? `${value.slice(0, longest)}… (${value.length} characters)` : value)
