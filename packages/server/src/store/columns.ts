import type { SQLOutputValue } from "node:sqlite"

/** Readers of values as both engines give them: a column of another type is a bug, and says so. */
const wrong = (wanted: string, value: SQLOutputValue | undefined): never => {
  throw new TypeError(`expected ${wanted} in a column, found ${value === null ? "null" : typeof value}`)
}
export type Row = Record<string, SQLOutputValue>

export const text = (value: SQLOutputValue | undefined): string => (typeof value === "string" ? value : wrong("text", value))
export const integer = (value: SQLOutputValue | undefined): number => (typeof value === "number" ? value : wrong("an integer", value))
export const maybeText = (value: SQLOutputValue | undefined): string | undefined => (value === null ? undefined : text(value))
export const maybeInteger = (value: SQLOutputValue | undefined): number | undefined => (value === null ? undefined : integer(value))
export const bytes = (value: SQLOutputValue | undefined): Uint8Array => (value instanceof Uint8Array ? value : wrong("bytes", value))
export const maybeBytes = (value: SQLOutputValue | undefined): Uint8Array | undefined => (value === null ? undefined : bytes(value))

/** JSON that this process wrote itself; the type is what the writer's type says. */
export const json = <T>(value: SQLOutputValue | undefined): T => {
  const parsed: T = JSON.parse(text(value))
  return parsed
}
export const maybeJson = <T>(value: SQLOutputValue | undefined): T | undefined => (value === null ? undefined : json<T>(value))
export const jsonOrNull = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value))
