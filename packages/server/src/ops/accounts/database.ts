import { chmodSync } from "node:fs"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { integer } from "../../store/columns.ts"

/** Migrations, oldest first, never edited once released. */
const migrations: readonly string[] = [
  `
  CREATE TABLE account (
    id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE COLLATE NOCASE, role TEXT NOT NULL, password TEXT, totp TEXT, totp_step INTEGER NOT NULL DEFAULT 0,
    subject TEXT UNIQUE, created_at INTEGER NOT NULL, seen_at INTEGER, disabled_at INTEGER
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE invitation (digest TEXT PRIMARY KEY, account_id TEXT REFERENCES account (id) ON DELETE CASCADE, role TEXT NOT NULL, totp TEXT NOT NULL, expires_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE session (
    digest TEXT PRIMARY KEY, account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE, csrf TEXT NOT NULL, created_at INTEGER NOT NULL, seen_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX session_account ON session (account_id);
  CREATE TABLE audit (
    seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL, subject TEXT NOT NULL, detail TEXT, digest TEXT NOT NULL
  ) STRICT;
  CREATE TRIGGER audit_stays BEFORE UPDATE ON audit BEGIN SELECT raise(ABORT, 'the audit log is only added to'); END;
  CREATE TRIGGER audit_keeps BEFORE DELETE ON audit BEGIN SELECT raise(ABORT, 'the audit log is only added to'); END;
  CREATE TABLE secret (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
  `,
]

/**
 * Accounts, sessions and the audit log stand in a file of their own, `ops.sqlite`: operators' data is none of the visitors',
 * lives longer, and does not belong into copies of the event log. Readable by the server's user alone.
 */
export const openAccountDatabase = (folder: string): DatabaseSync => {
  const file = join(folder, "ops.sqlite")
  const db = new DatabaseSync(file, { timeout: 5_000, enableForeignKeyConstraints: true })
  chmodSync(file, 0o600)
  db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON")
  const found = integer(db.prepare("PRAGMA user_version").get()?.["user_version"])
  migrations.slice(found).forEach((sql, index) => db.exec(`BEGIN IMMEDIATE; ${sql}; PRAGMA user_version = ${found + index + 1}; COMMIT`))
  return db
}
