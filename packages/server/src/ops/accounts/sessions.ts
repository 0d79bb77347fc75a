import type { DatabaseSync } from "node:sqlite"
import { integer, text } from "../../store/columns.ts"
import { digestOfToken, newToken } from "./tokens.ts"

/** NIST SP 800-63B, AAL2: a session ends after 12 hours at the latest, and after one hour without use. */
const LIFE_MS = 12 * 3_600_000
const IDLE_MS = 3_600_000
/** "Seen" is written this often at most: a look at a screen must not cost an fsync. */
const SEEN_EVERY_MS = 60_000

export interface Session {
  accountId: string
  csrf: string
}
export interface Sessions {
  start(accountId: string, now: number): { token: string; csrf: string }
  find(token: string, now: number): Session | undefined
  end(token: string): void
}

export const openSessions = (db: DatabaseSync): Sessions => {
  const insert = db.prepare("INSERT INTO session (digest, account_id, csrf, created_at, seen_at) VALUES (?, ?, ?, ?, ?)")
  const find = db.prepare("SELECT * FROM session WHERE digest = ? AND created_at > ? AND seen_at > ?")
  const touch = db.prepare("UPDATE session SET seen_at = ? WHERE digest = ?")
  const end = db.prepare("DELETE FROM session WHERE digest = ?")
  const sweep = db.prepare("DELETE FROM session WHERE created_at <= ? OR seen_at <= ?")
  return {
    start: (accountId, now) => {
      sweep.run(now - LIFE_MS, now - IDLE_MS)
      const token = newToken()
      const csrf = newToken()
      insert.run(digestOfToken(token), accountId, csrf, now, now)
      return { token, csrf }
    },
    find: (token, now) => {
      const digest = digestOfToken(token)
      const row = find.get(digest, now - LIFE_MS, now - IDLE_MS)
      if (row === undefined) return undefined
      if (integer(row["seen_at"]) < now - SEEN_EVERY_MS) touch.run(now, digest)
      return { accountId: text(row["account_id"]), csrf: text(row["csrf"]) }
    },
    end: (token) => void end.run(digestOfToken(token)),
  }
}
