import type { Row } from "../columns.ts"
import type { Table } from "./tables.ts"

/** Bytes as text; both engines give numbers and texts alike. */
const plain = (value: Row[string]): Row[string] => (value instanceof Uint8Array ? Buffer.from(value).toString("base64") : value)

/** A row as one text, the same in both engines. */
export const rowText = (table: Table, row: Row): string => JSON.stringify(table.columns.map((column) => plain(row[column] ?? null)))
