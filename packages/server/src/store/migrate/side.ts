import type { Row } from "../columns.ts"
import type { Table } from "./tables.ts"

/** A row's key, in the order of the table's key columns. */
export type Key = readonly (string | number)[]

export interface Rows {
  /** Rows behind a key, in the order of keys: numbers by size, texts by their bytes */
  page(table: Table, after: Key | undefined, limit: number): Promise<Row[]>
  /** The last row's key */
  last(table: Table): Promise<Key | undefined>
  count(table: Table): Promise<number>
  /** All or none of the rows, durable when it resolves; a row of a key that is there takes its place */
  put(table: Table, rows: readonly Row[]): Promise<void>
  remove(table: Table, keys: readonly Key[]): Promise<void>
}

/** What is read of a store while a server uses it: all of it as it was at one moment. */
export interface Source extends Pick<Rows, "page" | "count"> {
  keys: Pick<Rows, "page" | "count">
  /** Undefined: a whole store */
  note(): Promise<string | undefined>
}

/** One of the two stores while one is copied into the other. Nothing else may use either. */
export interface Side extends Rows {
  /** Keys of personal values are kept apart from the rows they open */
  keys: Rows
  /** A note in the store itself, which says that it is not whole yet */
  note(): Promise<string | undefined>
  setNote(note: string | undefined): Promise<void>
  /** Counters go on behind the last row of each table */
  finish(tables: readonly Table[]): Promise<void>
  close(): Promise<void>
}

/** The table of keys: the same shape in both engines, under another name. */
export const keyTable: Table = { name: "vault", columns: ["subject", "key"], key: [{ name: "subject", isText: true }], counted: false }
/** The suppression list stands beside the keys: where backups do not reach. */
export const suppressedTable: Table = { name: "suppressed", columns: ["digest", "at"], key: [{ name: "digest", isText: true }], counted: false }

/** What both engines say to take a row's place. */
export const orReplace = ({ columns, key }: Table): string => {
  const keys = key.map(({ name }) => name)
  const others = columns.filter((column) => !keys.includes(column))
  return `ON CONFLICT (${keys.join(", ")}) DO ${others.length === 0 ? "NOTHING" : `UPDATE SET ${others.map((column) => `${column} = excluded.${column}`).join(", ")}`}`
}

export const keyOf = (table: Table, row: Row): Key =>
  table.key.map(({ name }) => {
    const value = row[name]
    if (typeof value === "string" || typeof value === "number") return value
    throw new TypeError(`a key of ${table.name} is neither text nor number`)
  })
