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

export const rowsOf = (differences: readonly Difference[]): Row[] =>
  differences.map(({ kind, entity, path = "", before, after }) => ({
    kind,
    entity: `${kindNames[entity.kind]} ${entity.name}`,
    path,
    before: kind === "changed" || kind === "renamed" ? show(before) : "",
    after: kind === "changed" || kind === "renamed" ? show(after) : "",
  }))

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
