import type { Json } from "../../export/json-tree.ts"
import { isObject } from "../../export/shape.ts"
import type { Difference } from "../compare.ts"

/** One line of a report. */
export interface Row {
  kind: Difference["kind"]
  entity: string
  path: string
  before: string
  after: string
}

const kindNames: Record<Difference["entity"]["kind"], string> = {
  tag: "Tag",
  trigger: "Trigger",
  variable: "Variable",
  builtInVariable: "Built-in variable",
  client: "Client",
  transformation: "Transformation",
  customTemplate: "Template",
  folder: "Folder",
}

/** A row per change; an entity that came or went gets a row per setting, so that the reader sees what it is. */
export const rowsOf = (differences: readonly Difference[]): Row[] =>
  differences.flatMap(({ kind, entity, path = "", before, after }): Row[] => {
    const name = `${kindNames[entity.kind]} ${entity.name}`
    if (kind === "changed" || kind === "renamed") return [{ kind, entity: name, path, before: show(before), after: show(after) }]
    const settings = settingsOf(before ?? after ?? {})
    const rows = settings.map(([key, value]) => ({ kind, entity: name, path: key, before: kind === "removed" ? value : "", after: kind === "added" ? value : "" }))
    return rows.length === 0 ? [{ kind, entity: name, path: "", before: "", after: "" }] : rows
  })

/** A template's source is longer than anyone reads in a diff. */
const longest = 300
const settingsOf = (content: Json): [string, string][] =>
  Object.entries(isObject(content) ? content : {}).flatMap(([key, value]) =>
    key === "parameter" && isObject(value) ? settingsOf(value) : [[key, shorten(show(value))] satisfies [string, string]],
  )
const shorten = (text: string): string => (text.length > longest ? `${text.slice(0, longest)}… (${text.length} characters)` : text)

/** A value as people write it in Tag Manager: text as it is, tables as `name = value`. */
export const show = (value: Json | undefined): string => {
  if (value === undefined) return "—"
  if (typeof value === "string") return value
  if (Array.isArray(value)) return value.map(show).join(", ")
  if (isObject(value)) {
    const entries = Object.entries(value)
    const [first, second] = entries.map(([, entry]) => entry)
    const isPair = entries.length === 2 && typeof first === "string" && typeof second === "string"
    return isPair ? `${first} = ${second}` : entries.map(([key, entry]) => `${key}: ${show(entry)}`).join("; ")
  }
  return String(value)
}

export const summary = (rows: readonly Row[]): string => {
  const counts = (["added", "removed", "renamed", "changed"] as const).flatMap((kind) => {
    const entities = new Set(rows.filter((row) => row.kind === kind).map(({ entity }) => entity))
    return entities.size === 0 ? [] : [`${entities.size} ${kind}`]
  })
  return counts.length === 0 ? "No difference in what the containers do." : counts.join(", ")
}
