import type { Replacement } from "../layer.ts"

const ESCAPE = /\\(?:u([0-9a-f]{4})|x([0-9a-f]{2})|u\{([0-9a-f]{1,5})\}|(["'\\/bfnrt]))/gi
const SHORT: Record<string, string> = { b: " ", f: " ", n: "\n", r: "\r", t: "\t" }

/** Backslash escapes of JSON and JavaScript: one round opens one level of JSON in JSON. */
export function escapes(text: string): Replacement[] {
  if (!text.includes("\\")) return []
  return [...text.matchAll(ESCAPE)].map(({ 0: all, 1: four, 2: two, 3: braced, 4: short, index }) => ({
    start: index,
    end: index + all.length,
    text: short === undefined ? String.fromCodePoint(parseInt(four ?? two ?? braced ?? "20", 16)) : (SHORT[short] ?? short),
  }))
}
