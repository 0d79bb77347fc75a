import { parquetWriteBuffer } from "hyparquet-writer"
import { columns, type Column, type ColumnType, type Row } from "../row.ts"

/** How Parquet spells our column types. */
const parquetTypes = { text: "STRING", time: "TIMESTAMP", integer: "INT64", boolean: "BOOLEAN", json: "JSON" } as const satisfies Record<ColumnType, string>
/** …and which JavaScript values its writer takes for them. */
const parquetValues: Record<ColumnType, (value: NonNullable<Row[Column]>) => unknown> = {
  text: (value) => value,
  time: (value) => new Date(String(value)),
  integer: (value) => BigInt(value),
  boolean: (value) => value,
  json: (value) => JSON.parse(String(value)),
}
const entries = Object.entries(columns)

const parquet = (rows: readonly Row[]): Uint8Array => {
  const columnData = entries.map(([name, type]) => ({
    name,
    type: parquetTypes[type],
    nullable: true,
    data: rows.map((row) => {
      const value = Object.entries(row).find(([key]) => key === name)?.[1] ?? null
      return value === null ? null : parquetValues[type](value)
    }),
  }))
  return new Uint8Array(parquetWriteBuffer({ columnData }))
}

/** One JSON object per line; what is JSON itself is nested, not quoted. */
const ndjson = (rows: readonly Row[]): Uint8Array => {
  const lines = rows.map((row) => JSON.stringify(Object.fromEntries(Object.entries(row).map(([name, value]) => [name, typeof value === "string" && isJson(name) ? JSON.parse(value) : value]))))
  return Buffer.from(`${lines.join("\n")}\n`)
}
const isJson = (name: string): boolean => entries.some(([column, type]) => column === name && type === "json")

export interface FileFormat {
  extension: string
  contentType: string
  write(rows: readonly Row[]): Uint8Array
}
export const formats: Record<"ndjson" | "parquet", FileFormat> = {
  ndjson: { extension: "ndjson", contentType: "application/x-ndjson", write: ndjson },
  parquet: { extension: "parquet", contentType: "application/vnd.apache.parquet", write: parquet },
}
