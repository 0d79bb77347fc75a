import { unpacked } from "./compressed.ts"
import type { Replacement } from "../layer.ts"
import { printable } from "./printable.ts"

const TOKEN = /[A-Za-z0-9+/_-]{8,}={0,2}/g
/** Enough to see that bytes are no text without decoding all of them. */
const PROBE = 16

/** Base64 and base64url, with or without padding, when the result is text, packed or not. A token with slashes is also tried part by part: it may be a path. */
export function base64(text: string): Replacement[] {
  return [...text.matchAll(TOKEN)].flatMap(({ 0: token, index }) => {
    const whole = piece(token, index)
    if (whole.length > 0 || !token.includes("/")) return whole
    return [...token.matchAll(/[^/]{8,}/g)].flatMap((part) => piece(part[0], index + part.index))
  })
}

function piece(token: string, start: number): Replacement[] {
  const body = token.replace(/=+$/, "")
  if (body.length % 4 === 1) return []
  const text = (startsAsText(body) ? printable(Buffer.from(body, "base64")) : undefined) ?? unpackedText(body)
  return text === undefined ? [] : [{ start, end: start + token.length, text }]
}

/** `H4sI` and `eJ`, `eN`, `eA`, `eF` are how gzip and zlib begin in base64. */
const PACKED = /^(?:H4sI|e[JNAF])/
const unpackedText = (body: string): string | undefined => {
  const bytes = PACKED.test(body) ? unpacked(Buffer.from(body, "base64")) : undefined
  return bytes && printable(bytes)
}

const startsAsText = (body: string): boolean =>
  Buffer.from(body.slice(0, PROBE), "base64").every((byte) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d)
