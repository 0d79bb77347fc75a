import { text } from "./operators.ts"

/** The methods sandboxed JavaScript knows, by the type of what they are called on; nothing else is reachable. */
const STRING = new Set([
  "charAt", "concat", "indexOf", "lastIndexOf", "match", "replace", "search", "slice", "split", "substring", "toLowerCase", "toLocaleLowerCase",
  "toString", "toUpperCase", "toLocaleUpperCase", "trim", "charCodeAt", "startsWith", "endsWith", "includes", "repeat", "padStart", "padEnd",
])
const ARRAY = new Set([
  "concat", "every", "filter", "forEach", "indexOf", "join", "lastIndexOf", "map", "pop", "push", "reduce", "reduceRight", "reverse", "shift", "slice", "some",
  "sort", "splice", "toString", "unshift", "includes", "find", "findIndex",
])
const NUMBER = new Set(["toString", "toFixed"])
/** Keys that lead out of the sandbox in a real engine. */
const FORBIDDEN = new Set(["__proto__", "constructor", "prototype", "caller", "callee", "__defineGetter__", "__lookupGetter__"])

export const getMember = (object: unknown, key: string): unknown => {
  if (object === undefined || object === null) throw new TypeError(`cannot read "${key}" of ${String(object)}`)
  if (FORBIDDEN.has(key)) return undefined
  if (key === "hasOwnProperty" && typeof object === "object") return (name: unknown) => Object.hasOwn(object, text(name))
  if (typeof object === "string") return key === "length" || /^\d+$/.test(key) || STRING.has(key) ? Reflect.get(Object(object), key) : undefined
  if (typeof object === "number") return NUMBER.has(key) ? Reflect.get(Object(object), key) : undefined
  if (Array.isArray(object)) return ARRAY.has(key) || Object.hasOwn(object, key) ? Reflect.get(object, key) : undefined
  if (typeof object !== "object" && typeof object !== "function") return undefined
  return Object.hasOwn(object, key) ? Reflect.get(object, key) : undefined
}

export const setMember = (object: unknown, key: string, value: unknown): void => {
  if (typeof object !== "object" || object === null || FORBIDDEN.has(key)) throw new TypeError(`cannot set "${key}"`)
  Reflect.set(object, key, value)
}
