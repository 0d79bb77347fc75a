import { methods } from "./discovery.ts"

export interface Found {
  id: string
  request: string | undefined
  /** Ids in the path by collection, e.g. { accounts: "1", containers: "2" } */
  ids: Record<string, string>
}

/** Parameters that every Google API knows. */
const everywhere = new Set(["$.xgafv", "access_token", "alt", "callback", "fields", "key", "oauth_token", "prettyPrint", "quotaUser", "uploadType", "upload_protocol"])

const patterns = Object.entries(methods).map(([id, method]) => {
  const names: string[] = []
  const pattern = method.path.replace(/:(\w+)|[.*+?^${}()|[\]\\]/g, (text: string, name: string | undefined, offset: number) => {
    // A name follows a slash; a colon elsewhere starts a custom verb.
    if (name === undefined || method.path[offset - 1] !== "/") return text
    names.push(name)
    return "([^/:]+)"
  })
  return { id, method, names, pattern: new RegExp(`^/tagmanager/v2/${pattern}$`) }
})

/** The method a request calls; undefined where the API has none. */
export const findMethod = (verb: string, path: string): Found | undefined => {
  for (const { id, method, names, pattern } of patterns) {
    const values = method.verb === verb ? pattern.exec(path)?.slice(1) : undefined
    if (values) return { id, request: method.request, ids: Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(values[index] ?? "")])) }
  }
  return undefined
}

/** Query parameters that the method does not have. */
export const strangers = (id: string, query: URLSearchParams): string[] => [...query.keys()].filter((name) => !everywhere.has(name) && !methods[id]?.query.includes(name))
