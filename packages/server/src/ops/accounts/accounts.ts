import { randomUUID } from "node:crypto"
import type { DatabaseSync } from "node:sqlite"
import { roles, type OpsAccount, type Role } from "@tagwright/formats"
import { HttpError } from "../../http/answer.ts"
import { integer, maybeInteger, maybeText, text, type Row } from "../../store/columns.ts"
import { digestOfToken, newToken } from "./tokens.ts"
import { newTotpSecret } from "./totp.ts"

export interface Account {
  id: string
  name: string
  role: Role
  password: string | undefined
  totp: string | undefined
  totpStep: number
  subject: string | undefined
  createdAt: number
  seenAt: number | undefined
  disabled: boolean
}
export interface Invitation {
  digest: string
  /** undefined: the very first account, whose owner chooses the name */
  account: Account | undefined
  role: Role
  totp: string
}

/** A link lies in a mailbox over a weekend, not for ever. */
const INVITATION_MS = 7 * 86_400_000
/** The first link stands in a terminal: whoever started the server uses it now. */
const SETUP_MS = 24 * 3_600_000

export const roleOf = (value: unknown): Role => {
  const role = roles.find((one) => one === value)
  if (role === undefined) throw new HttpError(400, "role_unknown")
  return role
}
const readAccount = (row: Row): Account => ({
  id: text(row["id"]),
  name: text(row["name"]),
  role: roleOf(row["role"]),
  password: maybeText(row["password"]),
  totp: maybeText(row["totp"]),
  totpStep: integer(row["totp_step"]),
  subject: maybeText(row["subject"]),
  createdAt: integer(row["created_at"]),
  seenAt: maybeInteger(row["seen_at"]),
  disabled: row["disabled_at"] !== null,
})
export const accountView = ({ id, name, role, password, subject, createdAt, seenAt, disabled }: Account): OpsAccount => ({
  id,
  name,
  role,
  state: disabled ? "disabled" : password === undefined && subject === undefined ? "invited" : "active",
  signIn: subject === undefined ? "password" : "oidc",
  createdAt,
  seenAt,
})

export interface Accounts {
  list(): Account[]
  byId(id: string): Account | undefined
  byName(name: string): Account | undefined
  /** Anybody who can sign in? */
  any(): boolean
  /** A fresh one-time link for the first account; older ones stop working */
  inviteFirst(now: number): string
  /** A new account, or a new link for an old one (its password and code stop working) */
  invite(name: string, role: Role, now: number): { account: Account; token: string }
  invitation(token: string, now: number): Invitation | undefined
  /** Ends the invitation; answers the account */
  enrol(invitation: Invitation, input: { name: string; password: string; step: number; now: number }): Account
  /** A code counts once: false when this step was used before */
  useStep(id: string, step: number): boolean
  seen(id: string, now: number): void
  setRole(id: string, role: Role): void
  setDisabled(id: string, at: number | undefined): void
  /** The account of somebody the identity provider vouches for; created at the first visit, role as the provider says now */
  fromProvider(input: { subject: string; name: string; role: Role; now: number }): Account
}

export const openAccounts = (db: DatabaseSync): Accounts => {
  const all = db.prepare("SELECT * FROM account ORDER BY name")
  const byId = db.prepare("SELECT * FROM account WHERE id = ?")
  const byName = db.prepare("SELECT * FROM account WHERE name = ?")
  const bySubject = db.prepare("SELECT * FROM account WHERE subject = ?")
  const any = db.prepare("SELECT 1 FROM account WHERE password IS NOT NULL OR subject IS NOT NULL LIMIT 1")
  const insert = db.prepare("INSERT INTO account (id, name, role, subject, created_at) VALUES (?, ?, ?, ?, ?)")
  const reset = db.prepare("UPDATE account SET password = NULL, totp = NULL, role = ? WHERE id = ?")
  const dropInvitations = db.prepare("DELETE FROM invitation WHERE account_id IS ?1 OR expires_at < ?2")
  const invite = db.prepare("INSERT INTO invitation (digest, account_id, role, totp, expires_at) VALUES (?, ?, ?, ?, ?)")
  const invitation = db.prepare("SELECT * FROM invitation WHERE digest = ? AND expires_at >= ?")
  const endInvitation = db.prepare("DELETE FROM invitation WHERE digest = ?")
  const enrol = db.prepare("UPDATE account SET password = ?, totp = ?, totp_step = ? WHERE id = ?")
  const useStep = db.prepare("UPDATE account SET totp_step = ?1 WHERE id = ?2 AND totp_step < ?1")
  const seen = db.prepare("UPDATE account SET seen_at = ? WHERE id = ?")
  const setRole = db.prepare("UPDATE account SET role = ? WHERE id = ?")
  const setDisabled = db.prepare("UPDATE account SET disabled_at = ? WHERE id = ?")
  const endSessions = db.prepare("DELETE FROM session WHERE account_id = ?")
  const one = (row: Row | undefined): Account | undefined => row && readAccount(row)
  const must = (id: string): Account => {
    const account = one(byId.get(id))
    if (account === undefined) throw new HttpError(404, "no_such_account")
    return account
  }
  const create = (name: string, role: Role, subject: string | null, now: number): Account => {
    const id = randomUUID()
    insert.run(id, name, role, subject, now)
    return must(id)
  }
  const issue = (accountId: string | null, role: Role, now: number, lasts: number): string => {
    const token = newToken()
    dropInvitations.run(accountId, now)
    invite.run(digestOfToken(token), accountId, role, newTotpSecret(), now + lasts)
    return token
  }
  return {
    list: () => all.all().map(readAccount),
    byId: (id) => one(byId.get(id)),
    byName: (name) => one(byName.get(name)),
    any: () => any.get() !== undefined,
    inviteFirst: (now) => issue(null, "admin", now, SETUP_MS),
    invite: (name, role, now) => {
      const known = one(byName.get(name))
      const account = known ?? create(name, role, null, now)
      if (known !== undefined) {
        reset.run(role, known.id)
        endSessions.run(known.id)
      }
      return { account: must(account.id), token: issue(account.id, role, now, INVITATION_MS) }
    },
    invitation: (token, now) => {
      const row = invitation.get(digestOfToken(token), now)
      if (row === undefined) return undefined
      const accountId = maybeText(row["account_id"])
      return { digest: text(row["digest"]), account: accountId === undefined ? undefined : must(accountId), role: roleOf(row["role"]), totp: text(row["totp"]) }
    },
    enrol: ({ digest, account, role, totp }, { name, password, step, now }) => {
      if (endInvitation.run(digest).changes === 0) throw new HttpError(410, "link_used")
      const { id } = account ?? create(name, role, null, now)
      enrol.run(password, totp, step, id)
      return must(id)
    },
    useStep: (id, step) => useStep.run(step, id).changes > 0,
    seen: (id, now) => void seen.run(now, id),
    setRole: (id, role) => {
      must(id)
      setRole.run(role, id)
      // A session carries the role of its account; a smaller role must hold at once.
      endSessions.run(id)
    },
    setDisabled: (id, at) => {
      must(id)
      setDisabled.run(at ?? null, id)
      if (at !== undefined) endSessions.run(id)
    },
    fromProvider: ({ subject, name, role, now }) => {
      const known = one(bySubject.get(subject))
      if (known === undefined && byName.get(name) !== undefined) throw new HttpError(409, "name_taken_by_local_account")
      const account = known ?? create(name, role, subject, now)
      setRole.run(role, account.id)
      return must(account.id)
    },
  }
}
