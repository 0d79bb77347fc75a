import { parse } from "csv-parse/sync"
import { Fault } from "@tagwright/formats"
import { amountOfText } from "../../webhooks/money.ts"
import type { SpendRow } from "./row.ts"

/** How a table names what we need. `currencyIn`: the currency stands in a column's name, as Meta writes it: "Amount spent (EUR)". */
interface Layout {
  name: SpendFormat
  day: readonly string[]
  campaign: readonly string[]
  cost: readonly string[]
  currency: readonly string[]
  clicks: readonly string[]
  impressions: readonly string[]
  source: { column: readonly string[]; otherwise: string | undefined }
  medium: { column: readonly string[]; otherwise: string | undefined }
}
export const spendFormats = ["csv", "google-ads", "meta"] as const
export type SpendFormat = (typeof spendFormats)[number]

/** Column names in English exports, lower case, without what stands in brackets. The first layout that fits is taken. */
const layouts: readonly Layout[] = [
  {
    name: "csv",
    day: ["day", "date"],
    campaign: ["campaign"],
    cost: ["cost", "spend"],
    currency: ["currency"],
    clicks: ["clicks"],
    impressions: ["impressions"],
    source: { column: ["source"], otherwise: undefined },
    medium: { column: ["medium"], otherwise: undefined },
  },
  {
    name: "google-ads",
    day: ["day", "date"],
    campaign: ["campaign"],
    cost: ["cost"],
    currency: ["currency code", "currency"],
    clicks: ["clicks"],
    impressions: ["impr.", "impressions"],
    source: { column: [], otherwise: "google" },
    medium: { column: [], otherwise: "cpc" },
  },
  {
    name: "meta",
    day: ["day", "reporting starts"],
    campaign: ["campaign name"],
    cost: ["amount spent"],
    currency: ["currency", "account currency"],
    clicks: ["link clicks", "clicks"],
    impressions: ["impressions"],
    source: { column: [], otherwise: "facebook" },
    medium: { column: [], otherwise: "paid" },
  },
]

const fault = (message: string, help: string): Fault => new Fault("caller", message, help)
const bare = (name: string): string => name.replace(/\s*\([^)]*\)\s*$/, "").trim().toLowerCase()

/** Excel's exports are UTF-16; everything else is UTF-8, with or without a mark. */
export const decodeSpend = (bytes: Uint8Array): string => {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe
  return new TextDecoder(isUtf16 ? "utf-16le" : "utf-8").decode(bytes)
}

interface Table {
  delimiter: string
  layout: Layout
  header: string[]
  /** With their place in the file */
  rows: { cells: string[]; line: number }[]
}

const findTable = (text: string, wanted: SpendFormat | undefined): Table => {
  const delimiter = (text.split("\n", 10).join("\n").match(/\t/g) ?? []).length > 2 ? "\t" : text.split("\n", 1)[0]?.includes(";") === true ? ";" : ","
  const lines: number[] = []
  let records: string[][]
  try {
    records = parse(text, { bom: true, delimiter, relax_column_count: true, skip_empty_lines: true, trim: true, on_record: (record, { lines: line }) => (lines.push(line), record) })
  } catch (cause) {
    throw new Fault("caller", "this is no table of comma-separated values", "Export the report as CSV", { cause })
  }
  // Google Ads puts a title and the period above the table.
  for (const [index, record] of records.entries()) {
    const names = record.map(bare)
    const has = (columns: readonly string[]): boolean => columns.length === 0 || columns.some((column) => names.includes(column))
    const layout = layouts.find((one) => (wanted === undefined || one.name === wanted) && has(one.day) && has(one.campaign) && has(one.cost) && has(one.source.column) && has(one.medium.column))
    if (layout !== undefined) return { delimiter, layout, header: record, rows: records.slice(index + 1).map((cells, row) => ({ cells, line: lines[index + 1 + row] ?? 0 })) }
  }
  throw fault("no row names the columns", `Columns: date, source, medium, campaign, cost, currency; or a campaign report of Google Ads or Meta, by day, in English`)
}

const MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ")
/** 2026-11-24, 24 Nov 2026 or Nov 24, 2026; a date of three bare numbers could mean two days and is refused. */
const dayOf = (text: string): string | undefined => {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return text
  const found = /^(?:(\d{1,2}) )?([A-Za-z]{3})[a-z]*\.?(?: (\d{1,2}))?,? (\d{4})$/.exec(text)
  const month = MONTHS.indexOf((found?.[2] ?? "").toLowerCase()) + 1
  const day = found?.[1] ?? found?.[3]
  return month === 0 || day === undefined ? undefined : `${found?.[4]}-${String(month).padStart(2, "0")}-${day.padStart(2, "0")}`
}
type DecimalSign = "." | ","
/** What one amount proves: both signs stand in it (the last is the decimal one), one stands twice, or other than three digits follow it. */
const proof = (text: string): DecimalSign | undefined => {
  const signs = text.replace(/[^.,]/g, "")
  const last = signs.at(-1)
  if (last !== "." && last !== ",") return undefined
  const other = last === "." ? "," : "."
  if (signs.includes(other)) return last
  if (signs.length > 1) return other
  return text.replace(/[^\d.,]/g, "").split(last)[1]?.length === 3 ? undefined : last
}
/** The same in the whole file. Without proof: tables with semicolons come from where the comma is the decimal sign. */
const decimalSignOf = (amounts: readonly string[], delimiter: string): DecimalSign => amounts.map(proof).find((sign) => sign !== undefined) ?? (delimiter === ";" ? "," : ".")
const decimal = (text: string, sign: DecimalSign): string => text.replace(/[^\d.,]/g, "").replaceAll(sign === "." ? "," : ".", "").replace(",", ".")
const count = (text: string | undefined): number | undefined => (text === undefined || !/\d/.test(text) ? undefined : Number(text.replace(/\D/g, "")))

/** Costs have more decimals than the currency at some vendors: rounded half up, to the cent. */
const minorOf = (text: string, currency: string, sign: DecimalSign): number => {
  const [whole = "0", fraction = ""] = decimal(text, sign).split(".")
  const { exponent } = amountOfText("0", currency)
  const shifted = `${whole === "" ? "0" : whole}${fraction.slice(0, exponent).padEnd(exponent, "0")}`
  return Number(shifted) + (Number(fraction[exponent] ?? "0") >= 5 ? 1 : 0)
}

/** The rows of an export. `currency` is used where the table names none. A row that cannot be read is an error with its line, never skipped. */
export const parseSpend = (text: string, options: { format?: SpendFormat | undefined; currency?: string | undefined } = {}): SpendRow[] => {
  const { delimiter, layout, header, rows } = findTable(text, options.format)
  const names = header.map(bare)
  const cell = (cells: readonly string[], columns: readonly string[]): string | undefined => {
    const at = names.findIndex((name) => columns.includes(name))
    return at < 0 || cells[at] === "" ? undefined : cells[at]
  }
  const sign = decimalSignOf(
    rows.flatMap(({ cells }) => cell(cells, layout.cost) ?? []),
    delimiter,
  )
  const inHeader = /\(([A-Z]{3})\)/.exec(header.find((name) => layout.cost.includes(bare(name))) ?? "")?.[1]
  const read = (cells: readonly string[], line: number): SpendRow => {
    const need = (what: string, columns: readonly string[], otherwise?: string): string => {
      const found = cell(cells, columns) ?? otherwise
      if (found === undefined) throw fault(`line ${line}: ${what} is missing`, `Fill in the column ${columns[0]}`)
      return found
    }
    const day = dayOf(need("the day", layout.day))
    if (day === undefined) throw fault(`line ${line}: the day cannot be read`, "Write it as 2026-11-24")
    const currency = (cell(cells, layout.currency) ?? inHeader ?? options.currency)?.toUpperCase()
    if (currency === undefined || !/^[A-Z]{3}$/.test(currency)) throw fault(`line ${line}: the currency is missing`, "Add the column, or say --currency EUR")
    return {
      day,
      source: need("the source", layout.source.column, layout.source.otherwise),
      medium: need("the medium", layout.medium.column, layout.medium.otherwise),
      campaign: need("the campaign", layout.campaign),
      currency,
      minor: minorOf(need("the cost", layout.cost), currency, sign),
      clicks: count(cell(cells, layout.clicks)),
      impressions: count(cell(cells, layout.impressions)),
    }
  }
  // Sums below the table ("Total: Campaigns") would be spent twice.
  const isSum = (cells: readonly string[]): boolean => cells.some((value) => /^total\b/i.test(value)) || (cell(cells, layout.day) === undefined && cell(cells, layout.campaign) === undefined)
  return joined(rows.filter(({ cells }) => !isSum(cells)).map(({ cells, line }) => read(cells, line)))
}

/** Reports by ad or device have several rows for one campaign and day: added up. */
const joined = (rows: readonly SpendRow[]): SpendRow[] => {
  const sums = new Map<string, SpendRow>()
  const plus = (a: number | undefined, b: number | undefined): number | undefined => (a === undefined && b === undefined ? undefined : (a ?? 0) + (b ?? 0))
  for (const row of rows) {
    const key = JSON.stringify([row.day, row.source, row.medium, row.campaign, row.currency])
    const known = sums.get(key)
    sums.set(key, known === undefined ? row : { ...known, minor: known.minor + row.minor, clicks: plus(known.clicks, row.clicks), impressions: plus(known.impressions, row.impressions) })
  }
  return [...sums.values()]
}
