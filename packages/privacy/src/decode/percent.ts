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
    const length = 3 * utf8Length(parseInt(run.slice(at + 1, at + 3), 16))
    const text = decoded(run.slice(at, at + length))
    if (text !== undefined) found.push({ start: index + at, end: index + at + length, text })
    at += text === undefined ? 3 : length
  }
  return found
}

const utf8Length = (byte: number): number => (byte < 0xc0 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4)

function decoded(piece: string): string | undefined {
  try {
    return decodeURIComponent(piece)
  } catch {
    return undefined
  }
}
