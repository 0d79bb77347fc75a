import type { DatabaseSync } from "node:sqlite"
import { openAccounts, type Accounts } from "./accounts.ts"
import { openAuditLog, type AuditLog } from "./audit.ts"
import { openAccountDatabase } from "./database.ts"
import type { Oidc } from "./oidc.ts"
import { createPasswords, type Passwords } from "./password.ts"
import { openSessions, type Sessions } from "./sessions.ts"
import { createThrottle, type Throttle } from "./throttle.ts"

/** Everything about the people who use `/ops`. */
export interface People {
  accounts: Accounts
  sessions: Sessions
  audit: AuditLog
  throttle: Throttle
  passwords: Passwords
  oidc: Oidc | undefined
  database: DatabaseSync
  /** How people reach the server, without a slash at the end */
  publicUrl(): string
  /** Address of a one-time link. The token stands behind `#`, which browsers send to nobody and no proxy logs. */
  link(token: string): string
  close(): void
}

export interface PeopleInput {
  folder: string
  publicUrl(): string
  oidc: Oidc | undefined
  /** Cost of a password's hash, as a power of two */
  passwordLogN: number | undefined
}
export const openPeople = ({ folder, publicUrl, oidc, passwordLogN }: PeopleInput): People => {
  const database = openAccountDatabase(folder)
  return {
    accounts: openAccounts(database),
    sessions: openSessions(database),
    audit: openAuditLog(database),
    throttle: createThrottle(),
    passwords: createPasswords(passwordLogN),
    oidc,
    database,
    publicUrl,
    link: (token) => `${publicUrl()}/ops/welcome#${token}`,
    close: () => database.close(),
  }
}
