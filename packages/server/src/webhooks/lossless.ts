/** Whole numbers beyond 2^53 - 1 have at least 16 digits. */
const LONG_INTEGER = /^-?\d{16,}$/

/**
 * JSON.parse that keeps long whole numbers as text: Shopify's ids exceed 2^53, and a rounded id is another order.
 * The reviver's third argument holds the source text (ECMAScript, "JSON.parse source text access").
 */
export const parseLossless = (text: string): unknown => {
  const keep: (key: string, value: unknown, context?: { source?: string }) => unknown = (_key, value, context) =>
    typeof value === "number" && context?.source !== undefined && LONG_INTEGER.test(context.source) ? context.source : value
  return JSON.parse(text, keep)
}

/** Careful steps into JSON of a stranger. */
export type Json = Record<string, unknown>
export const objectAt = (value: unknown, ...path: string[]): Json => {
  let at: unknown = value
  for (const key of path) at = typeof at === "object" && at !== null ? Reflect.get(at, key) : undefined
  return typeof at === "object" && at !== null && !Array.isArray(at) ? Object.fromEntries(Object.entries(at)) : {}
}
export const listAt = (value: Json, key: string): Json[] => {
  const list = value[key]
  return Array.isArray(list) ? list.map((one: unknown) => objectAt(one)) : []
}
export const textAt = (value: Json, key: string): string | undefined => {
  const found = value[key]
  return typeof found === "string" && found !== "" ? found : typeof found === "number" ? String(found) : undefined
}
export const needText = (value: Json, key: string): string => {
  const found = textAt(value, key)
  if (found === undefined) throw new TypeError(`${key} is missing`)
  return found
}
