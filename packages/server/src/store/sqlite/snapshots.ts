import type { DatabaseSync } from "node:sqlite"
import { PORTION, type Dialect, type Reader, type Snapshots, type Value } from "../reading/reader.ts"
import type { Row } from "../columns.ts"
import { openReader } from "./open.ts"

const bound = (value: Value): string | number => (typeof value === "object" ? JSON.stringify(value) : value)

export const sqliteDialect: Dialect = {
  among: (column) => `${column} IN (SELECT value FROM json_each(?))`,
  field: (column, ...path) => `json_extract(${column}, '$.${path.join(".")}')`,
}

export const sqliteReader = (db: DatabaseSync): Reader => ({
  ...sqliteDialect,
  rows: async (sql, ...values) => db.prepare(sql).all(...values.map(bound)),
  portions: async function* (sql, ...values) {
    let portion: Row[] = []
    for (const row of db.prepare(sql).iterate(...values.map(bound))) {
      portion.push(row)
      if (portion.length < PORTION) continue
      yield portion
      portion = []
    }
    if (portion.length > 0) yield portion
  },
})

/** Statements run on the thread that asks: open it on one that nobody waits for. */
export const openSqliteSnapshots = (file: string): Snapshots => {
  const db = openReader(file)
  return {
    look: async (work) => {
      db.exec("BEGIN")
      try {
        return await work(sqliteReader(db))
      } finally {
        db.exec("COMMIT")
      }
    },
    close: async () => db.close(),
  }
}
