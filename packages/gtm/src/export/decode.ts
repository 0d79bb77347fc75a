import { ExportError } from "./errors.ts"

const startsWith = (bytes: Uint8Array, ...signature: number[]): boolean => signature.every((byte, index) => bytes[index] === byte)

/** Bytes to text, refusing what Tag Manager refuses: archives, byte order marks, anything but UTF-8. Throws ExportError. */
export const decodeExport = (input: string | Uint8Array, file: string): string => {
  if (typeof input === "string") return refuseText(input, file)
  const at = { file, line: 1, column: 1 }
  if (startsWith(input, 0x50, 0x4b, 0x03, 0x04)) throw new ExportError("export-zip", at, "it is a ZIP file")
  if (startsWith(input, 0x1f, 0x8b)) throw new ExportError("export-zip", at, "it is gzip-compressed")
  if (startsWith(input, 0xff, 0xfe) || startsWith(input, 0xfe, 0xff)) throw new ExportError("export-bom", at, "it is written in UTF-16")
  return refuseText(decodeUtf8(input, file), file)
}

const decodeUtf8 = (input: Uint8Array, file: string): string => {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(input)
  } catch {
    // Text in another encoding has no zero bytes; pictures, programs and archives of other kinds do.
    if (input.includes(0)) throw new ExportError("export-binary", { file }, "it holds bytes that no text has")
    throw new ExportError("export-bom", { file }, "some bytes are not valid UTF-8")
  }
}

const refuseText = (text: string, file: string): string => {
  const at = { file, line: 1, column: 1 }
  if (text.startsWith("\ufeff")) throw new ExportError("export-bom", at, "it starts with a byte order mark (U+FEFF)")
  if (text.startsWith("PK\u0003\u0004")) throw new ExportError("export-zip", at, "it is a ZIP file")
  if (/^\s*$/.test(text)) throw new ExportError("export-empty", at, "there is nothing in it")
  if (/^\s*<(?:!doctype|html|head|body|\?xml|!--)/i.test(text)) throw new ExportError("export-html", at, "it starts like HTML")
  return text
}
