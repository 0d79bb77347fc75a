import type { Replacement } from "../layer.ts"

const RUN = /(?:%[0-9a-f]{2})+|%u[0-9a-f]{4}/gi

/** Percent-encoding (RFC 3986), character by character so that places stay exact; also the old `%u0040`. What is no UTF-8 stays. */
export function percent(text: string): Replacement[] {
  if (!text.includes("%")) return []
  return [...text.matchAll(RUN)].flatMap(({ 0: run, index }) => (run[1] === "u" ? unicode(run, index) : bytes(run, index)))
}

const unicode = (run: string, start: number): Replacement[] => [
  { start, end: start + run.length, text: String.fromCharCode(parseInt(run.slice(2), 16)) },
]

/** Three units of the run hold one byte. */
function bytes(run: string, index: number): Replacement[] {
  const found: Replacement[] = []
  for (let at = 0; at < run.length; ) {
    const length = utf8Length(byteAt(run, at))
    const code = length > 0 ? codePoint(run, at, length) : undefined
    if (code !== undefined) found.push({ start: index + at, end: index + at + 3 * length, text: String.fromCodePoint(code) })
    at += code === undefined ? 3 : 3 * length
  }
  return found
}

const byteAt = (run: string, at: number): number => parseInt(run.slice(at + 1, at + 3), 16)

/** Bytes of the character that begins with this one; none when no character does. */
const utf8Length = (byte: number): number => (byte < 0x80 ? 1 : byte < 0xc2 ? 0 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : byte < 0xf5 ? 4 : 0)

/** By hand and not by `decodeURIComponent`: on hostile text its exceptions cost a hundred times the work. */
function codePoint(run: string, at: number, length: number): number | undefined {
  const first = byteAt(run, at)
  let code = length === 1 ? first : first & (0x7f >> length)
  for (let next = 1; next < length; next++) {
    const byte = byteAt(run, at + 3 * next)
    if (!(byte >= 0x80 && byte < 0xc0)) return undefined
    code = (code << 6) | (byte & 0x3f)
  }
  return code <= LAST_CODE_POINT && (code < 0xd800 || code > 0xdfff) ? code : undefined
}

const LAST_CODE_POINT = 0x10ffff
