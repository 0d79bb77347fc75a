import type { DatabaseSync } from "node:sqlite"
import { spendKey, type SpendRow } from "../../../attribution/spend/row.ts"

/** The same day of the same campaign is replaced: importing a report twice costs nothing twice. */
export const importSpend = (db: DatabaseSync): ((input: { rows: readonly SpendRow[]; now: number }) => number) => {
  const insert = db.prepare("INSERT INTO spend (key, day, row, imported_at) VALUES (?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET row = excluded.row, imported_at = excluded.imported_at")
  return ({ rows, now }) => {
    for (const row of rows) insert.run(spendKey(row), row.day, JSON.stringify(row), now)
    return rows.length
  }
}
