import { HttpError, type Answer, type Call } from "./answer.ts"

export type Cors = (call: Call) => Record<string, string>

/** Loopback names may use any port and http: that is how sites are developed. */
const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"])

/** Allows exactly the plan's hosts, never a wildcard: cookies travel with these requests. Requests without Origin are not a browser's cross-site ones. */
export const exactOrigins = (hosts: readonly string[]): Cors => {
  const allowed = new Set(hosts)
  const isAllowed = (origin: string): boolean => {
    const url = URL.canParse(origin) ? new URL(origin) : undefined
    if (url === undefined || !allowed.has(url.hostname)) return false
    return LOOPBACK.has(url.hostname) || (url.protocol === "https:" && url.port === "")
  }
  const known = new Map<string, Record<string, string>>()
  return (call) => {
    const origin = call.headers.origin
    if (origin === undefined) return {}
    const headers = known.get(origin)
    if (headers !== undefined) return headers
    if (!isAllowed(origin)) throw new HttpError(403, "origin_not_in_plan")
    const fresh = { "access-control-allow-origin": origin, "access-control-allow-credentials": "true", vary: "origin" }
    // Only origins that passed are remembered: a stranger cannot fill the memory. Loopback ports are few.
    known.set(origin, fresh)
    return fresh
  }
}

export const preflight = (cors: Cors, call: Call): Answer => ({
  status: 204,
  headers: { ...cors(call), "access-control-allow-methods": "POST", "access-control-allow-headers": "content-type", "access-control-max-age": "86400" },
})
