import type { Problem } from "../ledger.ts"

export interface Call {
  method: string
  path: string
  /** Values of the route's `:name` segments */
  params: Record<string, string>
  query: URLSearchParams
  /** Lower-case names */
  headers: Record<string, string | undefined>
  text: string
  bytes: Buffer
  /** The body as JSON, a form as an object, else undefined */
  body: unknown
}
export interface Reply {
  status: number
  /** An object leaves as JSON, a string as HTML */
  body?: unknown
  headers?: Record<string, string>
  problems?: Problem[]
}
export type Handler = (call: Call) => Reply | Promise<Reply>
/** `"POST /api/subscribers/:id"` → handler */
export type Routes = Record<string, Handler>

const match = (pattern: string, path: string): Record<string, string> | undefined => {
  const wanted = pattern.split("/")
  const given = path.split("/")
  if (wanted.length !== given.length) return undefined
  const params: Record<string, string> = {}
  const fits = wanted.every((segment, i) => {
    const value = given[i] ?? ""
    if (!segment.startsWith(":")) return segment === value
    params[segment.slice(1)] = decodeURIComponent(value)
    return value !== ""
  })
  return fits ? params : undefined
}

/** The first route that fits, with the values of its named segments. */
export const findRoute = (routes: Routes, method: string, path: string): { handler: Handler; params: Record<string, string> } | undefined => {
  for (const [route, handler] of Object.entries(routes)) {
    const [wanted, pattern] = route.split(" ")
    const params = wanted === method && pattern ? match(pattern, path) : undefined
    if (params) return { handler, params }
  }
  return undefined
}
