import type { DatabaseSync } from "node:sqlite"
import { integer, text } from "../columns.ts"

/** A table that both engines have, as the embedded one describes it: names and order of columns, and what a row is found by. */
export interface Table {
  name: string
  columns: readonly string[]
  key: readonly KeyColumn[]
  /** The engine counts the rows itself: its counter must go on behind the last one */
  counted: boolean
}
export interface KeyColumn {
  name: string
  isText: boolean
}

/** Says what a database is, not what is in it. */
const OWN = "meta"

/** Every table in the order of its making, so that what is referred to comes first. Read from the schema: a new column is copied without anybody thinking of it. */
export const tablesOf = (db: DatabaseSync): Table[] =>
  db
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> ? ORDER BY rowid")
    .all(OWN)
    .map((row) => {
      const name = text(row["name"])
      const info = db.prepare(`PRAGMA table_info(${name})`).all().map((column) => ({ name: text(column["name"]), type: text(column["type"]), pk: integer(column["pk"]) }))
      const key = info.filter(({ pk }) => pk > 0).toSorted((a, b) => a.pk - b.pk)
      return {
        name,
        columns: info.map((column) => column.name),
        key: key.map((column) => ({ name: column.name, isText: column.type === "TEXT" })),
        counted: key.length === 1 && key[0]?.type === "INTEGER",
      }
    })
