import { createHash, timingSafeEqual } from "node:crypto"
import { permissionsOf, type Permission, type Role } from "@tagwright/formats"
import type { Clock } from "../clock.ts"
import { HttpError, type Call } from "../http/answer.ts"
import { cookieOf } from "../http/cookies.ts"
import type { Accounts } from "./accounts/accounts.ts"
import type { Sessions } from "./accounts/sessions.ts"

/** `__Host-`: the browser itself sees to Secure, Path=/ and no Domain, so that no sibling host can plant one. */
export const SESSION_COOKIE = "__Host-tagwright-ops"
const CSRF_HEADER = "x-tagwright-csrf"
const SAFE = new Set(["GET", "HEAD", "OPTIONS"])

/** Who asks: a person with a session, or whoever holds the token of the environment (scripts, the command line). */
export interface Actor {
  name: string
  role: Role
  accountId?: string | undefined
  csrf?: string | undefined
  permissions: readonly Permission[]
}
export type Access = (call: Call, needs: Permission) => Actor

/** Scripts do what the command line offers; they also invite, so that nobody is locked out for good. */
const MACHINE: Actor = { name: "TAGWRIGHT_ADMIN_TOKEN", role: "admin", permissions: permissionsOf.admin }

const digest = (value: string): Buffer => createHash("sha256").update(value).digest()
// Digests have one length: the comparison tells nothing about the secret.
const same = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b))

/** A page of somebody else's must not be able to make a signed-in browser act. Browsers say where a request comes from; the token proves it. */
export const requireSameOrigin = (call: Call): void => {
  const site = call.headers["sec-fetch-site"]
  if (site !== undefined && site !== "same-origin") throw new HttpError(403, "cross_site_request")
}
const requireCsrf = (call: Call, csrf: string): void => {
  if (SAFE.has(call.method)) return
  requireSameOrigin(call)
  const given = call.headers[CSRF_HEADER]
  if (typeof given !== "string" || !same(given, csrf)) throw new HttpError(403, "csrf_token_wrong")
}

export interface Doors {
  /** Bearer token of the environment; without it that door does not exist */
  token?: string | undefined
  /** Accounts and sessions; without them that door does not exist */
  people?: { accounts: Accounts; sessions: Sessions } | undefined
  clock: Clock
}

/** Guards the inspection API. Without any door it does not exist at all. */
export const createAccess = ({ token, people, clock }: Doors): Access => {
  const machine = token === undefined || token === "" ? undefined : `Bearer ${token}`
  const actorOf = (call: Call): Actor => {
    const { authorization } = call.headers
    if (authorization !== undefined || people === undefined) {
      if (machine === undefined) throw new HttpError(people === undefined ? 404 : 401, people === undefined ? "not_found" : "token_wrong")
      if (!same(authorization ?? "", machine)) throw new HttpError(401, "token_wrong")
      return MACHINE
    }
    const cookie = cookieOf(call.headers.cookie, SESSION_COOKIE)
    const session = cookie === undefined ? undefined : people.sessions.find(cookie, clock.now())
    const account = session && people.accounts.byId(session.accountId)
    if (session === undefined || account === undefined || account.disabled) throw new HttpError(401, "not_signed_in")
    requireCsrf(call, session.csrf)
    return { name: account.name, role: account.role, accountId: account.id, csrf: session.csrf, permissions: permissionsOf[account.role] }
  }
  return (call, needs) => {
    const actor = actorOf(call)
    if (!actor.permissions.includes(needs)) throw new HttpError(403, "role_not_allowed")
    return actor
  }
}
