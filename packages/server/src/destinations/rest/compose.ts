import type { ParamValue } from "@tagwright/formats"

type Tree = { [key: string]: unknown }
const isTree = (value: unknown): value is Tree => typeof value === "object" && value !== null && !Array.isArray(value)
/** Names that would reach into JavaScript's own objects. */
const UNSAFE = new Set(["__proto__", "constructor", "prototype"])

/** `contact.email` → `{contact: {email}}`. */
export const composeBody = (values: Record<string, ParamValue>, constants: Record<string, string | number | boolean>): Tree => {
  const body: Tree = {}
  for (const [path, value] of Object.entries({ ...constants, ...values })) {
    const keys = path.split(".")
    if (keys.some((key) => UNSAFE.has(key))) continue
    const last = keys.pop() ?? ""
    let at = body
    for (const key of keys) {
      const next = at[key]
      at = isTree(next) ? next : (at[key] = {})
    }
    at[last] = value
  }
  return body
}

/** `{email}` and the like in an address, escaped. Undefined: a value is missing, and the address would mean something else. */
export const fillUrl = (url: string, values: Record<string, string | undefined>): string | undefined => {
  let missing = false
  const filled = url.replace(/\{(\w+)\}|%7B(\w+)%7D/gi, (_all, plain?: string, escaped?: string) => {
    const value = values[plain ?? escaped ?? ""]
    if (value === undefined || value === "") missing = true
    return encodeURIComponent(value ?? "")
  })
  return missing ? undefined : filled
}
