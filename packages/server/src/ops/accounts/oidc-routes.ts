import type { ServerContext } from "../../context.ts"
import { HttpError, type Answer } from "../../http/answer.ts"
import { cookieOf } from "../../http/cookies.ts"
import type { Route } from "../../http/router.ts"
import { startCookie } from "./cookie.ts"
import type { Oidc, OidcAttempt } from "./oidc.ts"
import type { People } from "./people.ts"

const ATTEMPT_COOKIE = "__Host-tagwright-oidc"
/** Long enough for somebody to find their password, short enough to be forgotten. */
const ATTEMPT_SECONDS = 600
const CALLBACK = "/ops/api/oidc/callback"

const attemptCookie = (value: string, seconds: number): string => `${ATTEMPT_COOKIE}=${value}; Path=/; Max-Age=${seconds}; Secure; HttpOnly; SameSite=Lax`
const packed = ({ state, nonce, verifier }: OidcAttempt): string => [state, nonce, verifier].join(".")
const unpacked = (value: string | undefined): OidcAttempt => {
  const [state, nonce, verifier] = value?.split(".") ?? []
  if (state === undefined || nonce === undefined || verifier === undefined) throw new HttpError(401, "oidc_failed")
  return { state, nonce, verifier }
}
const to = (location: string, cookies: string[]): Answer => ({ status: 303, headers: { location, "cache-control": "no-store", "set-cookie": cookies } })

/** `GET /ops/api/oidc/{start,callback}`: to the identity provider and back. A refusal leads to the sign-in page, which words it. */
export const oidcRoutes = ({ clock, log }: ServerContext, people: People, oidc: Oidc): Route[] => {
  const { accounts, sessions, audit } = people
  const refused = (error: unknown): Answer => {
    if (!(error instanceof HttpError)) throw error
    log.warn({ reason: error.reason }, "a sign-in by the identity provider failed")
    audit.add(clock.now(), "somebody", "sign_in_failed", "through the identity provider", error.reason)
    return to(`/ops?refused=${error.reason}`, [attemptCookie("", 0)])
  }
  return [
    {
      method: "GET",
      path: "/ops/api/oidc/start",
      handle: async () => {
        try {
          const { url, attempt } = await oidc.start(people.publicUrl() + CALLBACK)
          return to(url, [attemptCookie(packed(attempt), ATTEMPT_SECONDS)])
        } catch (error) {
          return refused(error)
        }
      },
    },
    {
      method: "GET",
      path: CALLBACK,
      handle: async (call) => {
        try {
          const person = await oidc.finish(new URL(`${people.publicUrl()}${CALLBACK}?${call.search}`), unpacked(cookieOf(call.headers.cookie, ATTEMPT_COOKIE)))
          const now = clock.now()
          const account = accounts.fromProvider({ ...person, now })
          if (account.disabled) throw new HttpError(403, "account_disabled")
          accounts.seen(account.id, now)
          audit.add(now, account.name, "signed_in", account.name, `${account.role}, through ${oidc.name}`)
          return to("/ops", [attemptCookie("", 0), startCookie(sessions.start(account.id, now).token)])
        } catch (error) {
          return refused(error)
        }
      },
    },
  ]
}
