import { statSync } from "node:fs"
import { DatabaseSync } from "node:sqlite"
import { Fault } from "@tagwright/formats"
import { text } from "../columns.ts"

/** 3.7.0 to 3.51.2 can corrupt a WAL file when a writer and a checkpointer meet (sqlite.org, release log of 3.51.3). */
const OLDEST_SAFE_SQLITE = [3, 51, 3] as const
/** Pages kept in memory, in KB: the inner pages of the indexes of some ten million events (SQLite's own choice is 2 MB). */
const CACHE_KB = 64 * 1024
/** A writer that waits this long for another one is stuck; there is only one writer by design. */
const BUSY_MS = 5_000

export const isSafeSqlite = (version: string): boolean => {
  const found = version.split(".").map(Number)
  for (const [index, wanted] of OLDEST_SAFE_SQLITE.entries()) {
    const part = found[index] ?? 0
    if (part !== wanted) return part > wanted
  }
  return true
}

const assertSafe = (db: DatabaseSync): void => {
  const version = text(db.prepare("SELECT sqlite_version() AS version").get()?.["version"])
  if (!isSafeSqlite(version))
    throw new Fault("machine", `SQLite ${version} can corrupt its log; ${OLDEST_SAFE_SQLITE.join(".")} or newer is needed`, "Use the Node that the project pins")
}

/** The one connection that writes. FULL: a commit returns after its fsync. Checkpoints happen on another thread. */
export const openWriter = (path: string): DatabaseSync => {
  const db = new DatabaseSync(path, { timeout: BUSY_MS, enableForeignKeyConstraints: true })
  assertSafe(db)
  db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; PRAGMA secure_delete = ON; PRAGMA mmap_size = 0")
  db.exec(`PRAGMA cache_size = -${CACHE_KB}`)
  return db
}

export const openReader = (path: string): DatabaseSync => new DatabaseSync(path, { readOnly: true, timeout: BUSY_MS })

/** Up to this size every page is looked at before the server starts; that takes about a second. Larger ones are checked by each backup. */
const CHECKED_AT_START_BYTES = 256 * 1024 * 1024

/** SQLITE_CORRUPT and SQLITE_NOTADB (sqlite.org/rescode.html) */
const DAMAGE_CODES = new Set([11, 26])
const damaged = (path: string, what: string, cause?: unknown): Fault =>
  new Fault("machine", `the database ${path} is damaged (${what})`, "Keep a copy of the folder, look at the disk, then tagwright serve restore the last backup", { cause })

/** Opens the database to write, if it is sound: a damaged one is left as it is, for what can still be read of it. */
export const openSound = (path: string): DatabaseSync => {
  try {
    const db = openWriter(path)
    const verdict = isChecked(path) ? text(db.prepare("PRAGMA quick_check(1)").get()?.["quick_check"]) : "ok"
    if (verdict === "ok") return db
    db.close()
    throw damaged(path, verdict.split("\n")[0] ?? verdict)
  } catch (error) {
    if (error instanceof Error && "errcode" in error && DAMAGE_CODES.has(Number(error.errcode) & 0xff)) throw damaged(path, error.message, error)
    throw error
  }
}
const isChecked = (path: string): boolean => (statSync(path, { throwIfNoEntry: false })?.size ?? 0) <= CHECKED_AT_START_BYTES
