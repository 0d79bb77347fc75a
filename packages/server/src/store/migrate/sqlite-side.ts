import { existsSync, mkdirSync } from "node:fs"
import { DatabaseSync } from "node:sqlite"
import { Fault } from "@tagwright/formats"
import { openVault } from "../../privacy/vault.ts"
import { integer, maybeText } from "../columns.ts"
import { lockFolder } from "../sqlite/lock.ts"
import { openReader, openWriter } from "../sqlite/open.ts"
import { assertEnvironment, assertKnownVersion, claimEnvironment, migrate, schemaVersion } from "../sqlite/schema.ts"
import { databaseFile, vaultFile } from "../sqlite/store.ts"
import { HALF_COPIED } from "./half-copied.ts"
import { keyOf, orReplace, type Key, type Rows, type Side, type Source } from "./side.ts"
import { tablesOf, type Table } from "./tables.ts"

const list = (names: readonly string[]): string => names.join(", ")
const marks = (count: number): string => Array.from({ length: count }, () => "?").join(", ")

const inOneCommit = (db: DatabaseSync, work: () => void): void => {
  db.exec("BEGIN IMMEDIATE")
  try {
    work()
    db.exec("COMMIT")
  } catch (error) {
    if (db.isTransaction) db.exec("ROLLBACK")
    throw error
  }
}
const noteIn = (db: DatabaseSync): string | undefined => maybeText(db.prepare("SELECT value FROM meta WHERE key = ?").get(HALF_COPIED)?.["value"] ?? null)

const rowsOf = (db: DatabaseSync): Rows => ({
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
  put: async (table, rows) => {
    const put = db.prepare(`INSERT INTO ${table.name} (${list(table.columns)}) VALUES (${marks(table.columns.length)}) ${orReplace(table)}`)
    inOneCommit(db, () => rows.forEach((row) => put.run(...table.columns.map((column) => row[column] ?? null))))
  },
  remove: async (table, keys) => {
    const remove = db.prepare(`DELETE FROM ${table.name} WHERE ${table.key.map(({ name }) => `${name} = ?`).join(" AND ")}`)
    inOneCommit(db, () => keys.forEach((key) => remove.run(...key)))
  },
})

const assertThere = (folder: string): void => {
  if (!existsSync(databaseFile(folder))) throw new Fault("caller", `there is no database in ${folder}`, "Name the server's --data folder")
}

/** The store of a server that may be running. Its keys are read later than its rows: there may be more of them, never fewer. */
export const readSqliteSide = async <T>(folder: string, environment: string, use: (source: Source, tables: Table[]) => Promise<T>): Promise<T> => {
  assertThere(folder)
  const db = openReader(databaseFile(folder))
  const vault = openReader(vaultFile(folder))
  try {
    db.exec("BEGIN")
    if (assertKnownVersion(db) < schemaVersion) throw new Fault("caller", "the store was written by an older Tagwright", "Start this version's server on it once")
    assertEnvironment(db, environment)
    return await use({ ...rowsOf(db), keys: rowsOf(vault), note: async () => noteIn(db) }, tablesOf(db))
  } finally {
    vault.close()
    db.close()
  }
}

/** The folder of the embedded store, locked. `mustExist`: it is what is copied from. Throws a Fault where a server uses it. */
export const openSqliteSide = (folder: string, environment: string, mustExist: boolean): Side & { db: DatabaseSync } => {
  if (mustExist) assertThere(folder)
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
    note: async () => noteIn(db),
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
