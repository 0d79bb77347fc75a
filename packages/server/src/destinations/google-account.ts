import { sign } from "node:crypto"
import { misconfigured, outcomeOf } from "../delivery/outcome.ts"
import type { HttpSend } from "../delivery/http-client.ts"
import type { Token } from "./together.ts"

/** A service account's key file, as Google Cloud hands it out: the fields that we need. */
interface ServiceAccount {
  client_email: string
  private_key: string
  token_uri: string
}

/** Google grants an hour; renewed a little earlier. */
const LIFETIME_S = 3600
const RENEW_BEFORE_MS = 5 * 60_000
const REFUSED = new Set([400, 401, 403])

const isText = (value: unknown): value is string => typeof value === "string" && value !== ""
const readAccount = (secret: string): ServiceAccount | undefined => {
  try {
    const key: Partial<ServiceAccount> = JSON.parse(secret)
    const { client_email, private_key, token_uri } = key
    return isText(client_email) && isText(private_key) && isText(token_uri) ? { client_email, private_key, token_uri } : undefined
  } catch {
    return undefined
  }
}

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url")
/** RFC 7523: who we are and what we want to do, signed with the account's key. */
const assertion = ({ client_email, private_key, token_uri }: ServiceAccount, scope: string, now: number): string => {
  const issued = Math.floor(now / 1000)
  const text = `${encode({ alg: "RS256", typ: "JWT" })}.${encode({ iss: client_email, scope, aud: token_uri, iat: issued, exp: issued + LIFETIME_S })}`
  return `${text}.${sign("sha256", Buffer.from(text), private_key).toString("base64url")}`
}

const failed = (reason: string): Token => ({ failed: misconfigured(reason) })

/** Access tokens for one scope of a Google API, asked for when needed and kept while they last. */
export const googleTokens = (send: HttpSend, scope: string): ((secret: string | undefined, now: number) => Promise<Token>) => {
  let kept: { secret: string; token: string; until: number } | undefined
  return async (secret, now) => {
    if (secret === undefined) return failed("secret_missing")
    if (kept?.secret === secret && now < kept.until) return kept
    const account = readAccount(secret)
    if (account === undefined) return failed("secret_not_a_service_account_key")
    let jwt: string
    try {
      jwt = assertion(account, scope, now)
    } catch {
      return failed("private_key_unreadable")
    }
    const answer = await send({
      method: "POST",
      url: account.token_uri,
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer", assertion: jwt }).toString(),
    })
    // 400 invalid_grant: a revoked key or a wrong clock. Ours to mend, and no fault of the event's.
    if (REFUSED.has(answer.status)) return failed(`google_token_${answer.status}`)
    if (answer.status !== 200) return { failed: outcomeOf({ status: answer.status, retryAfter: answer.retryAfter }, now) }
    const { access_token: token, expires_in: seconds }: { access_token?: unknown; expires_in?: unknown } = JSON.parse(answer.body ?? "{}")
    if (!isText(token) || typeof seconds !== "number") return failed("google_token_unreadable")
    kept = { secret, token, until: now + seconds * 1000 - RENEW_BEFORE_MS }
    return kept
  }
}
