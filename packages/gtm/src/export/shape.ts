import type { Json, JsonPath } from "./json-tree.ts"

/** A value of the wrong kind: `expected` says which kind the format has there. */
export interface ShapeProblem {
  path: JsonPath
  expected: string
  got: string
}

/**
 * Brings one value to its kind and returns it; tells `report` about everything it had to change.
 * A number where text belongs becomes its text (hand-made files do that); what cannot be converted becomes empty.
 * Members that a shape does not name are left alone, so nothing unknown is lost.
 */
export type Shape = (value: Json | undefined, path: JsonPath, report: (problem: ShapeProblem) => void) => Json | undefined

const kindOf = (value: Json | undefined): string =>
  value === undefined ? "nothing" : value === null ? "null" : Array.isArray(value) ? "a list" : typeof value === "object" ? "an object" : `a ${typeof value}`

export const isObject = (value: Json | undefined): value is { [key: string]: Json } =>
  typeof value === "object" && value !== null && !Array.isArray(value)

export const text: Shape = (value, path, report) => {
  if (typeof value === "string") return value
  report({ path, expected: "text", got: kindOf(value) })
  return typeof value === "number" || typeof value === "boolean" ? String(value) : ""
}

export const flag: Shape = (value, path, report) => {
  if (typeof value === "boolean") return value
  report({ path, expected: "true or false", got: kindOf(value) })
  return value === "true"
}

export const count: Shape = (value, path, report) => {
  if (typeof value === "number") return value
  report({ path, expected: "a number", got: kindOf(value) })
  return Number(value) || 0
}

export const list =
  (item: Shape): Shape =>
  (value, path, report) => {
    if (!Array.isArray(value)) {
      report({ path, expected: "a list", got: kindOf(value) })
      return []
    }
    value.forEach((entry, index) => (value[index] = item(entry, [...path, index], report) ?? null))
    return value
  }

interface Members {
  required?: Record<string, Shape>
  optional?: Record<string, Shape>
}

export const object = (members: () => Members): Shape => {
  let known: { required: [string, Shape][]; optional: [string, Shape][] } | undefined
  return (value, path, report) => {
    known ??= { required: Object.entries(members().required ?? {}), optional: Object.entries(members().optional ?? {}) }
    const target = isObject(value) ? value : {}
    if (!isObject(value)) report({ path, expected: "an object", got: kindOf(value) })
    for (const [key, shape] of known.required) set(target, key, shape(own(target, key), [...path, key], report))
    for (const [key, shape] of known.optional) if (own(target, key) !== undefined) set(target, key, shape(target[key], [...path, key], report))
    return target
  }
}

const own = (target: { [key: string]: Json }, key: string): Json | undefined => (Object.hasOwn(target, key) ? target[key] : undefined)
const set = (target: { [key: string]: Json }, key: string, value: Json | undefined): void => {
  if (value !== undefined && target[key] !== value) target[key] = value
}

/** Fills an absent value quietly: for members that real files leave out and our types require. */
export const withDefault =
  (fallback: Json, shape: Shape): Shape =>
  (value, path, report) =>
    value === undefined ? fallback : shape(value, path, report)
