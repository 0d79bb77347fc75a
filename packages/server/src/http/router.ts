import { HttpError, type Call, type Handler } from "./answer.ts"

export interface Route {
  method: string
  /** Segments starting with `:` match anything and are handed over by name; a `*` at the end takes the rest of the path. */
  path: string
  handle: (call: Call, params: Record<string, string>) => ReturnType<Handler>
}

const match = (pattern: string, path: string): Record<string, string> | undefined => {
  const wanted = pattern.split("/")
  const found = path.split("/")
  const open = wanted.at(-1) === "*"
  if (open ? found.length < wanted.length : wanted.length !== found.length) return undefined
  const params: Record<string, string> = {}
  for (const [index, part] of wanted.entries()) {
    const segment = found[index] ?? ""
    if (part === "*") params["*"] = found.slice(index).join("/")
    else if (part.startsWith(":")) params[part.slice(1)] = segment
    else if (part !== segment) return undefined
  }
  return params
}

const isExact = ({ path }: Route): boolean => !path.includes(":") && !path.endsWith("*")

/** Exact paths by one look-up (the hot path), the few with parameters by a short walk. */
export const router = (routes: readonly Route[]): Handler => {
  const exact = new Map(routes.filter((route) => isExact(route)).map((route) => [`${route.method} ${route.path}`, route]))
  const patterns = routes.filter((route) => !isExact(route))
  const knownPath = (path: string): boolean => routes.some((route) => match(route.path, path) !== undefined)
  return (call) => {
    const direct = exact.get(`${call.method} ${call.path}`)
    if (direct !== undefined) return direct.handle(call, {})
    for (const route of patterns) {
      const params = route.method === call.method ? match(route.path, call.path) : undefined
      if (params !== undefined) return route.handle(call, params)
    }
    throw knownPath(call.path) ? new HttpError(405, "method_not_allowed") : new HttpError(404, "not_found")
  }
}
