import { Fault } from "@tagwright/formats"
import type { PersonalDataFinding, ScanOptions } from "./finding.ts"
import { harParts, isHar } from "./har.ts"
import { scan } from "./scan.ts"

export const documentFormats = ["text", "json", "jsonl", "har"] as const
export type DocumentFormat = (typeof documentFormats)[number]

/** A finding in a file of records: `start` and `end` count in the text of that record. */
export interface DocumentFinding extends PersonalDataFinding {
  file: string
  /** Index of the record from 0: a line of JSONL, an element of a JSON array, a request of a HAR; 0 for one text. */
  record: number
  /** In a HAR, the part of the request whose text the offsets count in. */
  part?: string
}

export interface DocumentOptions extends ScanOptions {
  /** Without it: by the file's name, then by what the text looks like. */
  format?: DocumentFormat
  /** The field of every record that holds its text. Without it: the record as it is written. */
  field?: string
}

interface Part {
  record: number
  text: string
  part?: string
  key?: string
}

/** Personal data in a text, JSON, JSONL or HAR. Throws a `Fault` when the file is not what its format says. */
export function scanDocument(file: string, content: string, options: DocumentOptions = {}): DocumentFinding[] {
  const text = content.replace(/^\ufeff/, "")
  const { format = formatOf(file, text, options.field), field, ...rest } = options
  return partsOf[format](file, text, field).flatMap(({ record, text: part, part: name, key }) =>
    scan(part, key === undefined ? rest : { ...rest, key }).map((found) => ({
      file,
      record,
      ...found,
      ...(name === undefined ? {} : { part: name }),
    })),
  )
}

function formatOf(file: string, text: string, field: string | undefined): DocumentFormat {
  if (/\.har$/i.test(file)) return "har"
  if (/\.(?:jsonl|ndjson)$/i.test(file)) return "jsonl"
  if (/\.json$/i.test(file)) return jsonFormat(text)
  if (/\.(?:txt|log|md|csv|tsv|html?|xml|ya?ml)$/i.test(file) && field === undefined) return "text"
  return looksLike(text, field)
}

/** Files called `.json` are a recording now and then, or one document per line. */
function jsonFormat(text: string): DocumentFormat {
  const whole = parsed(text)
  if (whole === undefined) return looksLike(text, undefined) === "jsonl" ? "jsonl" : "json"
  return isHar(whole) ? "har" : "json"
}

/** Standard input has no name: what parses decides. */
function looksLike(text: string, field: string | undefined): DocumentFormat {
  const whole = parsed(text)
  if (isHar(whole)) return "har"
  const lines = text.trim().split("\n")
  const oneLineObject = field !== undefined && lines.length === 1 && !Array.isArray(whole)
  if (typeof whole === "object" && whole !== null && !oneLineObject) return "json"
  if (field !== undefined) return "jsonl"
  return lines.length > 1 && lines.slice(0, 5).every((line) => typeof parsed(line) === "object") ? "jsonl" : "text"
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const partsOf: Record<DocumentFormat, (file: string, text: string, field?: string) => Part[]> = {
  text: (_, text) => [{ record: 0, text }],
  jsonl: (file, text, field) => named(file, lineRecords(file, text, field !== undefined), field),
  json: (file, text, field) => {
    const value = parsedOr(file, text)
    const strings = Array.isArray(value) && value.every((one) => typeof one === "string")
    if (field === undefined && !strings) return [{ record: 0, text }]
    return named(
      file,
      [value].flat().map((one: unknown) => ({ value: one, written: JSON.stringify(one) })),
      strings ? undefined : field,
    )
  },
  har: (file, text) => {
    const value = parsedOr(file, text)
    if (!isHar(value))
      throw new Fault("caller", "this is no HAR: log.entries is missing", "Save the recording as HAR again, or give --format json", {
        at: { file },
      })
    return harParts(value)
  },
}

interface RecordOf {
  value: unknown
  written: string
}

/** Blank lines are no records. A line that is no JSON is a fault when a field of it is asked for, and a text when not. */
const lineRecords = (file: string, text: string, strict: boolean): RecordOf[] =>
  text
    .split("\n")
    .map((line, at) => ({ written: line.replace(/\r$/, ""), at }))
    .filter(({ written }) => written.trim() !== "")
    .map(({ written, at }) => ({ written, value: strict ? parsedOr(file, written, at + 1) : written }))

function parsedOr(file: string, text: string, line?: number): unknown {
  const value = parsed(text)
  if (value === undefined)
    throw new Fault("caller", "this is no JSON", "Mend it, or give --format text", { at: line === undefined ? { file } : { file, line } })
  return value
}

/** The text of each record: the field asked for, a string as it is, anything else as it is written. */
function named(file: string, records: RecordOf[], field: string | undefined): Part[] {
  const parts = records.flatMap(({ value, written }, record): Part[] => {
    const chosen = field === undefined ? value : fieldOf(value, field)
    if (chosen === undefined || chosen === null) return []
    if (typeof chosen === "string") return [{ record, text: chosen }]
    return [{ record, text: field === undefined ? written : JSON.stringify(chosen) }]
  })
  if (field !== undefined && parts.length === 0 && records.length > 0)
    throw new Fault(
      "caller",
      `no record has a field "${field}"`,
      "Name the field that holds the text: --field NAME, dots for fields within fields",
      { at: { file } },
    )
  return parts
}

function fieldOf(value: unknown, field: string): unknown {
  const own = (of: unknown, key: string): unknown =>
    typeof of === "object" && of !== null ? Object.getOwnPropertyDescriptor(of, key)?.value : undefined
  return own(value, field) ?? field.split(".").reduce(own, value)
}
