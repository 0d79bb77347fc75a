import { countBefore } from "../search.ts"

/** A named value inside a text: `key=value`, `"key": "value"`, `key: value`. */
export interface Field {
  key: string
  /** The value without its quotes. */
  start: number
  end: number
  /** The value ends by a quote or by the rules of a query or a document, not by the look of a sentence: words outside do not speak about it. */
  bounded: boolean
}

/** A key starts where no key character stands before it, so that the expression never walks a key twice. */
const KEY = /(?<![\p{L}\p{N}_.\-$[\]])(["']?)([\p{L}_$][\p{L}\p{N}_.\-$[\]]{0,60})\1[ \t]{0,2}([=:])[ \t]{0,2}(?!\/\/)/gu
/** Longer values are text, not fields. */
const LONGEST = 2000

/** All named values, also those inside other values (a query in a URL in JSON). In order of their start. */
export function fieldsOf(text: string): Field[] {
  const ends: Record<string, (from: number) => number> = {
    "=": nextOf(text, /[&\n\r;"<>]/g),
    ":": nextOf(text, /[,}\]\n\r;"<>&]/g),
    "[": nextOf(text, /]/g),
    '"': nextOf(text, /(?<!\\)"/g),
    "'": nextOf(text, /(?<!\\)'/g),
  }
  return [...text.matchAll(KEY)].map(({ 0: head, 1: quote, 2: key = "", 3: sign = "=", index }) => {
    const at = index + head.length
    const opening = text[at] ?? ""
    const enclosed = opening === '"' || opening === "'" || (opening === "[" && sign === ":")
    const start = enclosed ? at + 1 : at
    return {
      key,
      start,
      bounded: enclosed || sign === "=" || quote !== "",
      end: Math.min(start + LONGEST, ends[enclosed ? opening : sign]?.(start) ?? text.length),
    }
  })
}

/** The next place of a pattern, asked for places in rising order: what was found is kept, so that all questions walk the text once. */
function nextOf(text: string, pattern: RegExp): (from: number) => number {
  let found = -1
  return (from) => {
    if (found >= from) return found
    pattern.lastIndex = from
    found = pattern.exec(text)?.index ?? text.length
    return found
  }
}

/** How far back a field may have begun: fields nest a few deep, not more. */
const NESTED = 8

/** The innermost field whose value holds the place, of those that pass. */
export function fieldAt(fields: Field[], at: number, passes: (field: Field) => boolean = () => true): Field | undefined {
  const begun = countBefore(fields, ({ start }) => start > at)
  for (let index = begun - 1; index >= Math.max(0, begun - NESTED); index--) {
    const field = fields[index]
    if (field && at < field.end && passes(field)) return field
  }
  return undefined
}
