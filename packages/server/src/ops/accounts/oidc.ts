import type { Configuration } from "openid-client"
import { roles, type Role } from "@tagwright/formats"
import { HttpError } from "../../http/answer.ts"

/** How people sign in through the organisation's own identity provider (OpenID Connect). */
export interface OidcOptions {
  /** As people know it, e.g. "Example Login" */
  name: string
  issuer: string
  clientId: string
  clientSecret: string
  /** Claim that holds groups or roles, e.g. `groups` */
  roleClaim: string
  /** Value of that claim → role here. Who has none of them stays outside */
  roles: Record<string, Role>
}
/** What has to come back with the answer: kept by the browser in between, not by us. */
export interface OidcAttempt {
  state: string
  nonce: string
  verifier: string
}
export interface OidcPerson {
  /** `<issuer> <sub>`: the only claim that never changes */
  subject: string
  name: string
  role: Role
}
export interface Oidc {
  name: string
  start(redirect: string): Promise<{ url: string; attempt: OidcAttempt }>
  /** `url`: the whole address the provider sent the browser to */
  finish(url: URL, attempt: OidcAttempt): Promise<OidcPerson>
}

/** Loaded with the first sign-in: most servers have no identity provider. */
const library = () => import("openid-client")

const LOOPBACK = new Set(["127.0.0.1", "localhost", "[::1]"])
const SECONDS = 10

/** Of several roles the one with most rights counts; the order of `roles` is that order. */
const roleIn = (claim: unknown, map: Record<string, Role>): Role | undefined => {
  const values = Array.isArray(claim) ? claim : [claim]
  const granted = values.flatMap((value) => (typeof value === "string" && Object.hasOwn(map, value) ? [map[value]] : []))
  return roles.toReversed().find((role) => granted.includes(role))
}
const text = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined)

/** Authorization code flow with PKCE, state and nonce; the library checks signature, issuer, audience and times of the id token. */
export const createOidc = (options: OidcOptions): Oidc => {
  const issuer = new URL(options.issuer)
  let found: Promise<Configuration> | undefined
  /** Asked when somebody first signs in, so that a provider's outage does not stop the server from starting; asked again after a failure. */
  const configuration = (): Promise<Configuration> => {
    found ??= discover().catch(() => {
      found = undefined
      throw new HttpError(502, "oidc_unreachable")
    })
    return found
  }
  const discover = async (): Promise<Configuration> => {
    const { allowInsecureRequests, discovery } = await library()
    // Without TLS only to this very machine.
    const insecure = LOOPBACK.has(issuer.hostname) ? { execute: [allowInsecureRequests] } : {}
    return discovery(issuer, options.clientId, options.clientSecret, undefined, { timeout: SECONDS, ...insecure })
  }
  return {
    name: options.name,
    start: async (redirect) => {
      const client = await library()
      const attempt = { state: client.randomState(), nonce: client.randomNonce(), verifier: client.randomPKCECodeVerifier() }
      const url = client.buildAuthorizationUrl(await configuration(), {
        redirect_uri: redirect,
        scope: "openid email profile",
        state: attempt.state,
        nonce: attempt.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(attempt.verifier),
        code_challenge_method: "S256",
      })
      return { url: url.href, attempt }
    },
    finish: async (url, { state, nonce, verifier }) => {
      const { authorizationCodeGrant } = await library()
      const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true }
      const tokens = await authorizationCodeGrant(await configuration(), url, checks).catch((error: unknown) => {
        throw error instanceof HttpError ? error : new HttpError(401, "oidc_failed")
      })
      const claims = tokens.claims()
      if (claims === undefined) throw new HttpError(401, "oidc_failed")
      const role = roleIn(claims[options.roleClaim], options.roles)
      if (role === undefined) throw new HttpError(403, "oidc_no_role")
      return { subject: `${claims.iss} ${claims.sub}`, name: text(claims["email"]) ?? text(claims["preferred_username"]) ?? text(claims["name"]) ?? claims.sub, role }
    },
  }
}
