/** A named value inside a text: `key=value`, `"key": "value"`, `key: value`. */
export interface Field {
  key: string
  /** The value without its quotes. */
  start: number
  end: number
}

/** A key starts where no key character stands before it, so that the expression never walks a key twice. */
const KEY = /(?<![\p{L}\p{N}_.\-$[\]])(["']?)([\p{L}_$][\p{L}\p{N}_.\-$[\]]{0,60})\1[ \t]{0,2}([=:])[ \t]{0,2}(?!\/\/)/gu
/** Longer values are text, not fields. */
const LONGEST = 2000
const STOPS = { "=": /[&\n\r;"'<>]/g, ":": /[,}\]\n\r;"<>&]/g } as const

/** All named values, also those inside other values (a query in a URL in JSON). In order of their start. */
export function fieldsOf(text: string): Field[] {
  return [...text.matchAll(KEY)].map(({ 0: head, 2: key = "", 3: sign, index }) => {
    const start = index + head.length
    const quote = text[start]
    if (quote === '"' || quote === "'") return { key, start: start + 1, end: closing(text, quote, start + 1) }
    return { key, start, end: stop(text, sign === "=" ? STOPS["="] : STOPS[":"], start) }
  })
}

function closing(text: string, quote: string, from: number): number {
  const limit = Math.min(text.length, from + LONGEST)
  for (let at = from; at < limit; at++) {
    if (text[at] === "\\") at++
    else if (text[at] === quote) return at
  }
  return limit
}

function stop(text: string, pattern: RegExp, from: number): number {
  const slice = text.slice(from, from + LONGEST)
  const at = slice.search(pattern)
  return from + (at < 0 ? slice.length : at)
}

/** How far back a field may have begun: fields nest a few deep, not more. */
const NESTED = 8

/** The innermost field whose value holds the place. */
export function fieldAt(fields: Field[], at: number): Field | undefined {
  let low = 0
  let high = fields.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((fields[middle]?.start ?? 0) <= at) low = middle + 1
    else high = middle
  }
  for (let index = low - 1; index >= Math.max(0, low - NESTED); index--) {
    const field = fields[index]
    if (field && at < field.end) return field
  }
  return undefined
}
