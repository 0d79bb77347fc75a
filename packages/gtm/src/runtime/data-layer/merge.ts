/** Deeper than any real message; what goes on below is a cycle. */
const DEEPEST = 300

/** Own objects of any realm that were made by a literal, JSON or `Object.create(null)` (fact A1: "plain"). */
export const isPlain = (value: unknown): value is Record<string, unknown> => {
  if (typeof value !== "object" || value === null || Object.prototype.toString.call(value) !== "[object Object]") return false
  const proto: object | null = Object.getPrototypeOf(value)
  return proto === null || Object.hasOwn(proto, "isPrototypeOf")
}

type Container = Record<string, unknown> | unknown[]
const isContainer = (value: unknown): value is Container => Array.isArray(value) || isPlain(value)

/** Merges index by index and key by key into `into`; everything that is not plain overwrites. Sources are copied. */
export const merge = (from: Container, into: Container, depth = 0): void => {
  if (depth > DEEPEST) throw new RangeError("the message is nested deeper than 300 levels, or contains itself")
  for (const key of Object.keys(from)) {
    // A message must not reach the page's prototypes.
    if (key === "__proto__") continue
    const value: unknown = Reflect.get(from, key)
    if (!isContainer(value)) Reflect.set(into, key, value)
    else merge(value, place(into, key, value), depth + 1)
  }
}

/** The container that stands at `key`, made new when what stands there is of another sort. */
const place = (into: Container, key: string, like: Container): Container => {
  const present: unknown = Object.hasOwn(into, key) ? Reflect.get(into, key) : undefined
  const fits = Array.isArray(like) ? Array.isArray(present) : isPlain(present)
  if (fits && isContainer(present)) return present
  const fresh: Container = Array.isArray(like) ? [] : {}
  Reflect.set(into, key, fresh)
  return fresh
}

/** `a.b` and 1 make `{a: {b: 1}}`. */
export const expand = (key: string, value: unknown): Record<string, unknown> => {
  const steps = key.split(".")
  const root: Record<string, unknown> = {}
  let at = root
  for (const step of steps.slice(0, -1)) {
    const next: Record<string, unknown> = {}
    at[step] = next
    at = next
  }
  at[steps.at(-1) ?? key] = value
  return root
}
