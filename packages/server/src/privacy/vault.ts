import { DatabaseSync } from "node:sqlite"
import { sha256 } from "@tagwright/formats"
import { bytes } from "../store/columns.ts"
import { newKey, openWith, sealWith } from "./seal.ts"

/**
 * Personal values at rest: one random key per person, in a file of its own that is never part of a backup.
 * Destroying the key makes every copy of the values unreadable, in the log, its WAL and all backups (Art. 17).
 */
export interface Vault {
  seal(subject: string, plain: string | Uint8Array): Uint8Array
  /** undefined: the key was destroyed */
  open(subject: string, sealed: Uint8Array): Buffer | undefined
  destroy(subject: string): boolean
  /** Remembers, as a digest, that a person was erased: a backup that comes back must not bring the person back. */
  bury(subject: string): void
  isBuried(subject: string): boolean
  /** Makes new keys, and the end of destroyed ones, durable. Must come before the commit of what they seal. */
  flush(): void
  /** Takes back what was not flushed: what it sealed is not stored either. */
  abandon(): void
  close(): void
}

export const openVault = (path: string): Vault => {
  const db = new DatabaseSync(path, { timeout: 5_000 })
  db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON")
  db.exec("CREATE TABLE IF NOT EXISTS vault (subject TEXT PRIMARY KEY, key BLOB NOT NULL) STRICT, WITHOUT ROWID; CREATE TABLE IF NOT EXISTS erased (digest TEXT PRIMARY KEY) STRICT, WITHOUT ROWID")
  const find = db.prepare("SELECT key FROM vault WHERE subject = ?")
  const insert = db.prepare("INSERT INTO vault (subject, key) VALUES (?, ?)")
  const remove = db.prepare("DELETE FROM vault WHERE subject = ?")
  const bury = db.prepare("INSERT OR IGNORE INTO erased (digest) VALUES (?)")
  const buried = db.prepare("SELECT 1 FROM erased WHERE digest = ?")
  const keyOf = (subject: string): Uint8Array | undefined => {
    const row = find.get(subject)
    return row && bytes(row["key"])
  }
  let open = false
  let destroyed = false
  const begin = (): void => {
    if (!open) db.exec("BEGIN IMMEDIATE")
    open = true
  }
  const create = (subject: string): Uint8Array => {
    const key = newKey()
    begin()
    insert.run(subject, key)
    return key
  }
  return {
    seal: (subject, plain) => sealWith(keyOf(subject) ?? create(subject), plain),
    open: (subject, sealed) => {
      const key = keyOf(subject)
      return key && openWith(key, sealed)
    },
    destroy: (subject) => {
      if (find.get(subject) === undefined) return false
      begin()
      remove.run(subject)
      destroyed = true
      return true
    },
    bury: (subject) => {
      begin()
      bury.run(sha256(subject))
    },
    isBuried: (subject) => buried.get(sha256(subject)) !== undefined,
    flush: () => {
      if (open) db.exec("COMMIT")
      open = false
      // Destroyed keys must also leave the WAL file, or a copy of the folder could still open what they sealed.
      if (destroyed) db.exec("PRAGMA wal_checkpoint(TRUNCATE)")
      destroyed = false
    },
    abandon: () => {
      if (open && db.isTransaction) db.exec("ROLLBACK")
      open = destroyed = false
    },
    close: () => db.close(),
  }
}
