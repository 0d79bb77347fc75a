/** Permissions of a template as its `___…_PERMISSIONS___` section writes them, made plain: publicId → parameters. */
export type Permissions = Record<string, Record<string, unknown>>

/** A template asked for what it may not do. */
export class PermissionDenied extends Error {}

/** `{type: 1, string}`, `{type: 2, listItem}`, `{type: 3, mapKey, mapValue}`, `{type: 8, boolean}` as plain values. */
const plainValue = (node: unknown): unknown => {
  if (typeof node !== "object" || node === null) return node
  const field = (name: string): unknown => Reflect.get(node, name)
  if (Array.isArray(field("listItem"))) return [...listOf(field("listItem"))].map(plainValue)
  if (Array.isArray(field("mapKey"))) {
    const values = listOf(field("mapValue"))
    return Object.fromEntries(listOf(field("mapKey")).map((key, index) => [String(plainValue(key)), plainValue(values[index])]))
  }
  if (field("type") === 2) return []
  return field("string") ?? field("boolean") ?? field("integer")
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

export const readPermissions = (section: unknown): Permissions =>
  Object.fromEntries(listOf(section).flatMap((entry): [string, Record<string, unknown>][] => {
    const instance: unknown = typeof entry === "object" && entry !== null ? Reflect.get(entry, "instance") : undefined
    if (typeof instance !== "object" || instance === null) return []
    const key: unknown = Reflect.get(instance, "key")
    const id: unknown = typeof key === "object" && key !== null ? Reflect.get(key, "publicId") : undefined
    const params = listOf(Reflect.get(instance, "param")).flatMap((param): [string, unknown][] =>
      typeof param === "object" && param !== null ? [[String(Reflect.get(param, "key")), plainValue(Reflect.get(param, "value"))]] : [])
    return typeof id === "string" ? [[id, Object.fromEntries(params)]] : []
  }))

const texts = (value: unknown): string[] => listOf(value).map(String)
const rowsOf = (value: unknown): Record<string, unknown>[] =>
  listOf(value).flatMap((row) => (typeof row === "object" && row !== null ? [Object.fromEntries(Object.entries(row))] : []))

/** `*` stands for any text; without a path the host alone decides. */
const fits = (pattern: string, value: string): boolean =>
  new RegExp(`^${pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&")).join(".*")}$`).test(value)
const fitsUrl = (patterns: string[], url: string): boolean => patterns.some((pattern) => fits(pattern, url) || fits(pattern, url.split("?")[0] ?? url) || (!pattern.includes("*") && url.startsWith(pattern)))
const fitsKey = (patterns: string[], key: string): boolean => patterns.some((pattern) => pattern === key || pattern === "*" || (pattern.endsWith(".*") && (key === pattern.slice(0, -2) || key.startsWith(pattern.slice(0, -1)))))

type Check = (given: Record<string, unknown>, args: readonly unknown[]) => boolean
const any: Check = () => true
const urls = (mode: string) => (given: Record<string, unknown>, [url]: readonly unknown[]): boolean =>
  given[mode] === "any" || (given[mode] === undefined && given["urls"] === undefined) || fitsUrl(texts(given["urls"]), String(url))
const names = (mode: string, list: string) => (given: Record<string, unknown>, [name]: readonly unknown[]): boolean =>
  given[mode] === "any" || name === undefined || texts(given[list]).includes(String(name))

/** How each permission judges a request; arguments are those of `queryPermission` (fact: gtm-format 10). */
const CHECKS: Record<string, Check> = {
  inject_script: urls("allowedUrls"), inject_hidden_iframe: urls("allowedUrls"), send_pixel: urls("allowedUrls"), send_http: urls("allowedUrls"),
  get_cookies: names("cookieAccess", "cookieNames"),
  set_cookies: (given, [name]) => rowsOf(given["allowedCookies"]).some((row) => row["name"] === "*" || row["name"] === name),
  access_globals: (given, [mode, key]) => rowsOf(given["keys"]).some((row) => row[String(mode) === "readwrite" ? "write" : String(mode)] === true && fitsKey([String(row["key"])], String(key))),
  read_data_layer: (given, [key]) => given["allowedKeys"] === "any" || fitsKey(texts(given["keyPatterns"]), String(key)),
  read_event_data: (given, [key]) => given["eventDataAccess"] === "any" || key === undefined || fitsKey(texts(given["keyPatterns"]), String(key)),
  access_local_storage: (given, [mode, key]) => rowsOf(given["keys"]).some((row) => row[String(mode)] === true && fitsKey([String(row["key"])], String(key))),
  access_consent: (given, [type, mode]) => rowsOf(given["consentTypes"]).some((row) => row["consentType"] === type && row[String(mode)] === true),
  get_url: any, get_referrer: any, logging: any, read_container_data: any, read_event_metadata: any, read_title: any, read_character_set: any,
  access_template_storage: any, write_data_layer: any, read_analytics_storage: any, read_request: any, return_response: any, access_response: any, run_container: any,
}

export const isPermitted = (permissions: Permissions, id: string, args: readonly unknown[]): boolean => {
  const given = permissions[id]
  return given !== undefined && (CHECKS[id] ?? any)(given, args)
}

export const demand = (permissions: Permissions, id: string, ...args: readonly unknown[]): void => {
  if (!isPermitted(permissions, id, args)) throw new PermissionDenied(`the template lacks the permission ${id}${args.length === 0 ? "" : ` for ${args.map(String).join(" ")}`}`)
}
