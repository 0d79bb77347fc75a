import { DatabaseSync } from "node:sqlite"
import { bytes, integer } from "../store/columns.ts"
import { keyedDigest, newKey, openWith, sealWith, SUPPRESSION } from "./seal.ts"

/**
 * Personal values at rest: one random key per person, in a file of its own that is never part of a backup.
 * Destroying the key makes every copy of the values unreadable, in the log, its WAL and all backups (Art. 17).
 */
export interface Vault {
  seal(subject: string, plain: string | Uint8Array): Uint8Array
  /** undefined: the key was destroyed */
  open(subject: string, sealed: Uint8Array): Buffer | undefined
  destroy(subject: string): boolean
  /**
   * The suppression list: remembers, as a keyed digest, that whoever has this name (`lead:…`, `email:…`) was erased. Neither a
   * backup that comes back nor a later event shall bring them back. Here, since backups leave this file out.
   */
  suppress(name: string, at: number): void
  /** When whoever has this name was last erased; undefined: never */
  erasedAt(name: string): number | undefined
  /** Makes new keys, and the end of destroyed ones, durable. Must come before the commit of what they seal. */
  flush(): void
  /** Takes back what was not flushed: what it sealed is not stored either. */
  abandon(): void
  close(): void
}

export const openVault = (path: string): Vault => {
  const db = new DatabaseSync(path, { timeout: 5_000 })
  db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON")
  db.exec("CREATE TABLE IF NOT EXISTS vault (subject TEXT PRIMARY KEY, key BLOB NOT NULL) STRICT, WITHOUT ROWID; CREATE TABLE IF NOT EXISTS suppressed (digest TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID")
  const find = db.prepare("SELECT key FROM vault WHERE subject = ?")
  const insert = db.prepare("INSERT INTO vault (subject, key) VALUES (?, ?)")
  const remove = db.prepare("DELETE FROM vault WHERE subject = ?")
  const suppress = db.prepare("INSERT INTO suppressed (digest, at) VALUES (?, ?) ON CONFLICT (digest) DO UPDATE SET at = max(at, excluded.at)")
  const suppressed = db.prepare("SELECT at FROM suppressed WHERE digest = ?")
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
    suppress: (name, at) => {
      const key = keyOf(SUPPRESSION) ?? create(SUPPRESSION)
      begin()
      suppress.run(keyedDigest(key, name), at)
    },
    erasedAt: (name) => {
      const key = keyOf(SUPPRESSION)
      const row = key && suppressed.get(keyedDigest(key, name))
      return row && integer(row["at"])
    },
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
