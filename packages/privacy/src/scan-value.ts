import type { PersonalDataFinding, ScanOptions } from "./finding.ts"
import { scan } from "./scan.ts"

/** A finding in a value of JSON: `path` is the dotted path; offsets count in the string there (a number's as it is written). */
export interface ValueFinding extends PersonalDataFinding {
  path: string
}

export interface ValueOptions extends ScanOptions {
  /** The dotted path of the value itself, put before those of its parts. */
  path?: string
}

/** Deeper nesting than this is an attack or a bug, and would end the stack. */
const DEEPEST = 200

/** Personal data in any value that JSON can hold, names of fields included. What JSON cannot hold is skipped; cycles end. */
export function scanValue(value: unknown, options: ValueOptions = {}): ValueFinding[] {
  const { path = "", ...rest } = options
  return [...walk(value, path, rest, 0, new Set())]
}

function* walk(value: unknown, path: string, options: ScanOptions, depth: number, above: Set<object>): Generator<ValueFinding> {
  if (typeof value === "string") yield* scan(value, options).map((found) => ({ ...found, path }))
  else if (typeof value === "number" || typeof value === "bigint") yield* scan(String(value), options).map((found) => ({ ...found, path }))
  else if (typeof value === "object" && value !== null && depth < DEEPEST && !above.has(value)) {
    const within = new Set(above).add(value)
    for (const [key, part] of Object.entries(value)) {
      const place = path === "" ? key : `${path}.${key}`
      if (!Array.isArray(value)) yield* scan(key, keyless(options)).map((found) => ({ ...found, path: masked(place, key) }))
      yield* walk(part, masked(place, key), Array.isArray(value) ? options : { ...options, key }, depth + 1, within)
    }
  }
}

function keyless(options: ScanOptions): ScanOptions {
  const { key: _, ...rest } = options
  return rest
}

/** A key can be somebody's address; the path must not carry it out. */
const masked = (path: string, key: string): string =>
  scan(key).length === 0 ? path : `${path.slice(0, path.length - key.length)}[redacted]`
