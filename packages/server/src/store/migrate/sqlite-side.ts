import { existsSync, mkdirSync } from "node:fs"
import { DatabaseSync } from "node:sqlite"
import { Fault } from "@tagwright/formats"
import { openVault } from "../../privacy/vault.ts"
import { integer, maybeText } from "../columns.ts"
import { lockFolder } from "../sqlite/lock.ts"
import { openWriter } from "../sqlite/open.ts"
import { claimEnvironment, HALF_COPIED, migrate } from "../sqlite/schema.ts"
import { databaseFile, vaultFile } from "../sqlite/store.ts"
import { keyOf, type Key, type Side } from "./side.ts"

const list = (names: readonly string[]): string => names.join(", ")
const marks = (count: number): string => Array.from({ length: count }, () => "?").join(", ")

const rowsOf = (db: DatabaseSync): Side["keys"] => ({
  page: async (table, after, limit) => {
    const keys = list(table.key.map(({ name }) => name))
    const behind = after === undefined ? "" : `WHERE (${keys}) > (${marks(after.length)})`
    return db.prepare(`SELECT ${list(table.columns)} FROM ${table.name} ${behind} ORDER BY ${keys} LIMIT ?`).all(...(after ?? []), limit)
  },
  last: async (table): Promise<Key | undefined> => {
    const row = db.prepare(`SELECT ${list(table.columns)} FROM ${table.name} ORDER BY ${table.key.map(({ name }) => `${name} DESC`).join(", ")} LIMIT 1`).get()
    return row && keyOf(table, row)
  },
  count: async ({ name }) => integer(db.prepare(`SELECT count(*) AS n FROM ${name}`).get()?.["n"]),
  insert: async (table, rows) => {
    const insert = db.prepare(`INSERT INTO ${table.name} (${list(table.columns)}) VALUES (${marks(table.columns.length)})`)
    db.exec("BEGIN IMMEDIATE")
    try {
      for (const row of rows) insert.run(...table.columns.map((column) => row[column] ?? null))
      db.exec("COMMIT")
    } catch (error) {
      if (db.isTransaction) db.exec("ROLLBACK")
      throw error
    }
  },
})

/** The folder of the embedded store, locked. `mustExist`: it is what is copied from. Throws a Fault where a server uses it. */
export const openSqliteSide = (folder: string, environment: string, mustExist: boolean): Side & { db: DatabaseSync } => {
  if (mustExist && !existsSync(databaseFile(folder))) throw new Fault("caller", `there is no database in ${folder}`, "Name the server's --data folder")
  mkdirSync(folder, { recursive: true })
  const unlock = lockFolder(folder)
  const db = openWriter(databaseFile(folder))
  try {
    migrate(db)
    claimEnvironment(db, environment)
  } catch (error) {
    db.close()
    unlock()
    throw error
  }
  openVault(vaultFile(folder)).close()
  const vault = new DatabaseSync(vaultFile(folder))
  vault.exec("PRAGMA synchronous = FULL")
  return {
    db,
    ...rowsOf(db),
    keys: rowsOf(vault),
    note: async () => maybeText(db.prepare("SELECT value FROM meta WHERE key = ?").get(HALF_COPIED)?.["value"] ?? null),
    setNote: async (note) => {
      if (note === undefined) db.prepare("DELETE FROM meta WHERE key = ?").run(HALF_COPIED)
      else db.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)").run(HALF_COPIED, note)
    },
    // The next rowid is one more than the largest: nothing to set.
    finish: async () => void db.exec("PRAGMA wal_checkpoint(TRUNCATE)"),
    close: async () => {
      vault.close()
      db.close()
      unlock()
    },
  }
}
