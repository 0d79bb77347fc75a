import type { Replacement } from "../layer.ts"

/** Only these prove that a text is quoted-printable and not a query with two digits after an equals sign. */
const PROOF = /=3D|=\r?\n/

/** Quoted-printable (RFC 2045), as mail bodies come in webhooks. */
export function quotedPrintable(text: string): Replacement[] {
  if (!PROOF.test(text)) return []
  return [...text.matchAll(/=(?:([0-7][0-9A-F])|\r?\n)/g)].map(({ 0: all, 1: hex, index }) => ({
    start: index,
    end: index + all.length,
    text: hex === undefined ? "" : String.fromCharCode(parseInt(hex, 16)),
  }))
}
