import { DeployError } from "./problems.ts"

/** How to sign in: an access token, an OAuth refresh token, or a service account's key file. */
export type Credentials = { kind: "token"; token: string } | { kind: "oauth"; clientId: string; clientSecret: string; refreshToken: string } | { kind: "service account"; keyFile: string }

/** What the commands here need: read and edit containers, make versions, publish them. Nothing about users or accounts. */
export const scopes = ["tagmanager.edit.containers", "tagmanager.edit.containerversions", "tagmanager.publish"].map((scope) => `https://www.googleapis.com/auth/${scope}`)

/** The variables that name where secrets are. Values never appear in a message. */
export const secretNames = ["GTM_ACCESS_TOKEN", "GOOGLE_APPLICATION_CREDENTIALS", "GTM_OAUTH_CLIENT_ID", "GTM_OAUTH_CLIENT_SECRET", "GTM_OAUTH_REFRESH_TOKEN"] as const

type Environment = Readonly<Record<string, string | undefined>>

/** How to sign in, by the environment. Throws DeployError when nothing is set. */
export const credentialsFrom = (env: Environment): Credentials => {
  const { GTM_ACCESS_TOKEN: token, GTM_OAUTH_CLIENT_ID: id, GTM_OAUTH_CLIENT_SECRET: secret, GTM_OAUTH_REFRESH_TOKEN: refresh, GOOGLE_APPLICATION_CREDENTIALS: keyFile } = env
  if (token) return { kind: "token", token }
  if (id && secret && refresh) return { kind: "oauth", clientId: id, clientSecret: secret, refreshToken: refresh }
  if (keyFile) return { kind: "service account", keyFile }
  throw new DeployError("api-credentials", `there are no credentials for Tag Manager: none of ${secretNames.slice(0, 3).join(", ")} … is set`)
}

const loopback: ReadonlySet<string> = new Set(["127.0.0.1", "localhost", "[::1]"])

/** Another address for the API, for stand-ins: on this machine only, since every call carries the token. */
export const apiUrlFrom = (env: Environment): string | undefined => {
  const url = env["GTM_API_URL"]
  if (url === undefined || url === "") return undefined
  if (!URL.canParse(url) || !loopback.has(new URL(url).hostname)) throw new DeployError("api-elsewhere", "GTM_API_URL is no address of this machine")
  return url
}
