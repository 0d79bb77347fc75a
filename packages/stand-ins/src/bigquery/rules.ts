import { isObject, listOf, objectOf, type Json } from "../json.ts"

/** Columns of the stand-in's tables: name → type, `!` where NULL is refused. */
export type TableSchema = Readonly<Record<string, "STRING" | "TIMESTAMP" | "INT64" | "BOOL" | "JSON" | "STRING!" | "TIMESTAMP!">>
/** One reason why a row is refused, as BigQuery words it. */
export interface RowError {
  reason: "invalid" | "stopped"
  location: string
  message: string
}

const time = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}/
const fits: Record<string, (value: unknown) => boolean> = {
  STRING: (value) => typeof value === "string",
  TIMESTAMP: (value) => typeof value === "string" && time.test(value) && !Number.isNaN(Date.parse(value)),
  INT64: (value) => Number.isSafeInteger(value) || (typeof value === "string" && /^-?\d+$/.test(value)),
  BOOL: (value) => typeof value === "boolean",
  JSON: (value) => typeof value === "string" && isJson(value),
}
const isJson = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
const invalid = (location: string, message: string): RowError[] => [{ reason: "invalid", location, message }]

type Rule = (row: Json, schema: TableSchema) => RowError[]
/** `tabledata.insertAll` (read November 2026). */
export const rowRules: Record<string, Rule> = {
  "known columns": (row, schema) => Object.keys(row).flatMap((name) => (name in schema ? [] : invalid(name, `no such field: ${name}.`))),
  types: (row, schema) => Object.entries(row).flatMap(([name, value]) => (value === null || !(name in schema) || fits[(schema[name] ?? "").replace("!", "")]?.(value) ? [] : invalid(name, `Cannot convert value to ${schema[name]}`))),
  "required columns": (row, schema) => Object.entries(schema).flatMap(([name, type]) => (type.endsWith("!") && (row[name] === undefined || row[name] === null) ? invalid(name, `Missing required field: ${name}.`) : [])),
}

export const MOST_ROWS = 50_000

/** Errors per row; empty lists where all is well. */
export const judgeRows = (rows: unknown, schema: TableSchema): RowError[][] =>
  listOf(rows).map((row) => {
    const { json } = objectOf(row)
    return isObject(json) ? Object.values(rowRules).flatMap((rule) => rule(json, schema)) : invalid("", "json is an object")
  })
