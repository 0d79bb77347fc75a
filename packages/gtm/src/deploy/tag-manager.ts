import { auth, tagmanager, type tagmanager_v2 } from "@googleapis/tagmanager"
import { scopes, type Credentials } from "./credentials.ts"
import type { Pace } from "./pace.ts"
import { DeployError, type DeployProblem } from "./problems.ts"

export interface Options {
  credentials: Credentials
  pace: Pace
  /** Another address than Google's, for stand-ins. */
  url?: string | undefined
  /** Told before each call: what it does, and the how manieth it is. */
  progress?: (what: string, call: number) => void
}

type Containers = tagmanager_v2.Resource$Accounts$Containers
type Answer<T> = Promise<{ data: T }>

/** Tag Manager API v2: every call waits its turn, is counted, and fails with a DeployError only. */
export interface TagManager {
  /** Calls so far. */
  readonly calls: number
  readonly everyMs: number
  /** `writes`: whether doing it twice would do harm; such a call is never repeated on its own. */
  call: <T>(what: string, run: (containers: Containers) => Answer<T>, options?: { writes?: boolean }) => Promise<T>
}

/** A refused call is tried again this often: quotas free up within a minute. */
const tries = 4

export const openTagManager = ({ credentials, pace, url, progress = () => {} }: Options): TagManager => {
  const { containers } = tagmanager({ version: "v2", auth: signIn(credentials), retry: false, ...(url === undefined ? {} : { rootUrl: url }) }).accounts
  let calls = 0
  const once = async <T>(what: string, run: (from: Containers) => Answer<T>): Promise<T> => {
    await pace.turn()
    calls += 1
    progress(what, calls)
    return (await run(containers)).data
  }
  return {
    get calls() {
      return calls
    },
    everyMs: pace.everyMs,
    call: async (what, run, { writes = false } = {}) => {
      for (let left = tries; ; left--) {
        try {
          return await once(what, run)
        } catch (error) {
          const failure = failureOf(what, error)
          // A refused call was not carried out; a lost answer may have been.
          const again = failure.code === "api-quota" || (failure.code === "api-unavailable" && !writes)
          if (!again || left <= 1) throw failure
        }
      }
    },
  }
}

const signIn = (credentials: Credentials) => {
  switch (credentials.kind) {
    case "token": {
      const client = new auth.OAuth2()
      client.setCredentials({ access_token: credentials.token })
      return client
    }
    case "oauth": {
      const client = new auth.OAuth2({ clientId: credentials.clientId, clientSecret: credentials.clientSecret })
      client.setCredentials({ refresh_token: credentials.refreshToken })
      return client
    }
    case "service account":
      return new auth.GoogleAuth({ keyFile: credentials.keyFile, scopes })
  }
}

const problemOf: Readonly<Record<number, DeployProblem>> = { 400: "api-refused", 401: "api-credentials", 403: "api-denied", 404: "api-missing", 409: "api-changed", 412: "api-changed", 429: "api-quota" }

/** What went wrong, in Google's words but without anything of the request: that holds the token. */
const failureOf = (what: string, error: unknown): DeployError => {
  const { status, message, reason } = detailsOf(error)
  if (status === undefined) return new DeployError("api-unavailable", `${what}: no answer (${message})`)
  // Google reports an exhausted quota as 429, or as 403 with a reason.
  const code = reason === "rateLimitExceeded" || reason === "userRateLimitExceeded" || reason === "dailyLimitExceeded" ? "api-quota" : (problemOf[status] ?? (status >= 500 ? "api-unavailable" : "api-refused"))
  return new DeployError(code, `${what}: Tag Manager answered ${status}: ${message}`)
}

const member = (value: unknown, key: string): unknown => (typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined)
const detailsOf = (error: unknown): { status?: number; message: string; reason?: string } => {
  const answer = member(error, "response")
  const status = member(answer, "status")
  const body = member(member(answer, "data"), "error")
  const said = member(body, "message")
  const [first] = [member(body, "errors")].flat()
  const reason = member(first, "reason")
  return {
    ...(typeof status === "number" ? { status } : {}),
    message: typeof said === "string" ? said : error instanceof Error && typeof status !== "number" ? (String(member(error, "code") ?? error.name)) : "no reason given",
    ...(typeof reason === "string" ? { reason } : {}),
  }
}
