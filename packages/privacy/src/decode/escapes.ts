import type { Replacement } from "../layer.ts"
import { percent } from "./percent.ts"

const ESCAPE = /\\(?:u([0-9a-f]{4})|u\{([0-9a-f]{1,5})\}|(["'\\/bfnrt]))/gi
const SHORT: Record<string, string> = { b: " ", f: " ", n: "\n", r: "\r", t: "\t" }
/** Bytes as Python and nginx write them into logs: `J\xc3\xb6rg`. */
const BYTES = /(?:\\x[0-9a-f]{2})+/gi

/** Backslash escapes of JSON and JavaScript: one round opens one level of JSON in JSON. */
export function escapes(text: string): Replacement[] {
  if (!text.includes("\\")) return []
  const found = [...text.matchAll(ESCAPE)].map(({ 0: all, 1: four, 2: braced, 3: short, index }) => ({
    start: index,
    end: index + all.length,
    text: short === undefined ? String.fromCodePoint(parseInt(four ?? braced ?? "20", 16)) : (SHORT[short] ?? short),
  }))
  const bytes = [...text.matchAll(BYTES)].flatMap(({ 0: run, index }) => bytesOf(run, index))
  return bytes.length === 0 ? found : withoutTouching([...found, ...bytes].sort((a, b) => a.start - b.start))
}

/** UTF-8, or one character a byte where it is none, as JavaScript means it. A byte takes four units here and three when percent-encoded. */
function bytesOf(run: string, index: number): Replacement[] {
  const known = percent(run.replaceAll(/\\x/gi, "%")).map(({ start, end, text }) => ({ start: index + (start / 3) * 4, end: index + (end / 3) * 4, text }))
  const starts = new Set(known.flatMap(({ start, end }) => Array.from({ length: (end - start) / 4 }, (_, at) => start + 4 * at)))
  const single = Array.from({ length: run.length / 4 }, (_, at) => index + 4 * at)
    .filter((start) => !starts.has(start))
    .map((start) => ({ start, end: start + 4, text: String.fromCharCode(parseInt(run.slice(start - index + 2, start - index + 4), 16)) }))
  return [...known, ...single]
}

/** `\\x41`: the backslash that is escaped begins no byte. */
const withoutTouching = (all: Replacement[]): Replacement[] => {
  let end = 0
  return all.filter((one) => {
    if (one.start < end) return false
    end = one.end
    return true
  })
}
