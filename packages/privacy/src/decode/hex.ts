import type { Replacement } from "../layer.ts"
import { printable } from "./printable.ts"

const TOKEN = /(?<![\p{L}\p{N}]|\d\.)(?:0x)?(?:[0-9a-f]{2}){6,}(?![\p{L}\p{N}])/giu

/** Hexadecimal bytes when they are text. Digits alone are left: they would be read as what they are. */
export function hex(text: string): Replacement[] {
  return [...text.matchAll(TOKEN)].flatMap(({ 0: token, index }) => {
    const decoded =
      /^\d+$/.test(token) && !/^[2-7]\d(?:[2-7]\d)+$/.test(token) ? undefined : printable(Buffer.from(token.replace(/^0x/i, ""), "hex"))
    return decoded === undefined ? [] : [{ start: index, end: index + token.length, text: decoded }]
  })
}
