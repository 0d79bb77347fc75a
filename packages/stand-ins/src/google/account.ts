import { createPublicKey, generateKeyPairSync, randomBytes, verify } from "node:crypto"
import type { Call, Handler, Reply } from "../http/route.ts"
import { objectOf, parseJson } from "../json.ts"

/** A service account and the access tokens it was given: what stands behind both Google APIs. */
export interface GoogleAccount {
  /** The key file that Google Cloud would hand out, for an API at this address */
  keyFile(baseUrl: string): string
  /** `POST /token` */
  token: Handler
  /** Undefined when the request carries a token of this scope that is still good, else Google's refusal */
  refuse(call: Call, scope: string): Reply | undefined
}

const EMAIL = "tagwright@stand-in.iam.gserviceaccount.com"
const GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
const LIFETIME_S = 3600

const decode = (part: string | undefined): unknown => parseJson(Buffer.from(part ?? "", "base64url").toString())
const invalidGrant = (description: string): Reply => ({ status: 400, body: { error: "invalid_grant", error_description: description }, problems: [{ code: "invalid_grant", message: description }] })

export const createGoogleAccount = (clock: () => number): GoogleAccount => {
  const tokens = new Map<string, { scope: string; until: number }>()
  let pair: { publicKey: string; privateKey: string } | undefined
  // Made when first needed: it takes a moment, and most tests never talk to Google.
  const keys = () =>
    (pair ??= generateKeyPairSync("rsa", { modulusLength: 2048, publicKeyEncoding: { type: "spki", format: "pem" }, privateKeyEncoding: { type: "pkcs8", format: "pem" } }))
  return {
    keyFile: (baseUrl) => JSON.stringify({ type: "service_account", client_email: EMAIL, private_key: keys().privateKey, token_uri: `${baseUrl}/token` }),
    token: ({ body, headers, path }) => {
      const { grant_type: grant, assertion } = objectOf(body)
      const [head, claims, signature] = String(assertion).split(".")
      if (grant !== GRANT) return { status: 400, body: { error: "unsupported_grant_type" }, problems: [{ code: "unsupported_grant_type", message: "grant_type is jwt-bearer" }] }
      if (objectOf(decode(head))["alg"] !== "RS256") return invalidGrant("Invalid JWT: alg")
      if (!verify("sha256", Buffer.from(`${head}.${claims}`), createPublicKey(keys().publicKey), Buffer.from(signature ?? "", "base64url"))) return invalidGrant("Invalid JWT Signature.")
      const { iss, aud, scope, iat, exp } = objectOf(decode(claims))
      const now = clock() / 1000
      if (iss !== EMAIL || aud !== `http://${headers["host"]}${path}` || typeof scope !== "string") return invalidGrant("Invalid JWT: iss, aud or scope")
      if (typeof iat !== "number" || typeof exp !== "number" || iat > now + 60 || exp < now || exp - iat > LIFETIME_S) return invalidGrant("Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe.")
      const token = `ya29.${randomBytes(16).toString("hex")}`
      tokens.set(token, { scope, until: now + LIFETIME_S })
      return { status: 200, body: { access_token: token, expires_in: LIFETIME_S, token_type: "Bearer" } }
    },
    refuse: ({ headers }, scope) => {
      const known = tokens.get((headers["authorization"] ?? "").replace(/^Bearer /, ""))
      if (known === undefined || known.until < clock() / 1000) return googleError(401, "UNAUTHENTICATED", "Request had invalid authentication credentials.")
      return known.scope.split(" ").includes(scope) ? undefined : googleError(403, "PERMISSION_DENIED", "Request had insufficient authentication scopes.")
    },
  }
}

/** The error of every Google API (google.rpc.Status as JSON). */
export const googleError = (code: number, status: string, message: string, details: unknown[] = []): Reply => ({
  status: code,
  body: { error: { code, message, status, ...(details.length > 0 && { details }) } },
  problems: [{ code: status, message }],
})
