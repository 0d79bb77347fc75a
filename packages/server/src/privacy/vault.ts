import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto"
import { DatabaseSync } from "node:sqlite"
import { bytes } from "../store/sqlite/columns.ts"

const KEY_BYTES = 32
/** AES-GCM: 96-bit nonce, 128-bit tag (NIST SP 800-38D). */
const NONCE_BYTES = 12
const TAG_BYTES = 16

/**
 * Personal values at rest: one random key per person, in a file of its own that is never part of a backup.
 * Destroying the key makes every copy of the values unreadable, in the log, its WAL and all backups (Art. 17).
 */
export interface Vault {
  seal(subject: string, plain: string | Uint8Array): Uint8Array
  /** undefined: the key was destroyed */
  open(subject: string, sealed: Uint8Array): Buffer | undefined
  destroy(subject: string): boolean
  /** Makes new keys, and the end of destroyed ones, durable. Must come before the commit of what they seal. */
  flush(): void
  /** Takes back what was not flushed: what it sealed is not stored either. */
  abandon(): void
  close(): void
}

export const openVault = (path: string): Vault => {
  const db = new DatabaseSync(path, { timeout: 5_000 })
  db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON")
  db.exec("CREATE TABLE IF NOT EXISTS vault (subject TEXT PRIMARY KEY, key BLOB NOT NULL) STRICT, WITHOUT ROWID")
  const find = db.prepare("SELECT key FROM vault WHERE subject = ?")
  const insert = db.prepare("INSERT INTO vault (subject, key) VALUES (?, ?)")
  const remove = db.prepare("DELETE FROM vault WHERE subject = ?")
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
    const key = randomBytes(KEY_BYTES)
    begin()
    insert.run(subject, key)
    return key
  }
  return {
    seal: (subject, plain) => {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv("aes-256-gcm", keyOf(subject) ?? create(subject), nonce)
      return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
    },
    open: (subject, sealed) => {
      const key = keyOf(subject)
      if (key === undefined) return undefined
      const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, NONCE_BYTES))
      decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES))
      return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, sealed.length - TAG_BYTES)), decipher.final()])
    },
    destroy: (subject) => {
      if (find.get(subject) === undefined) return false
      begin()
      remove.run(subject)
      destroyed = true
      return true
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
