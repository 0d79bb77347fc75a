/** Shorter than `a@b.co` nothing personal can hide. */
const SHORTEST = 6
const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })
// oxlint-disable-next-line no-control-regex -- control characters are exactly what tells bytes from text
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffd]/

/** The bytes as text, when they are text: valid UTF-8 without control characters. Random bytes are, once in a million. */
export function printable(bytes: Uint8Array): string | undefined {
  if (bytes.length < SHORTEST) return undefined
  try {
    const text = strict.decode(bytes)
    return CONTROL.test(text) ? undefined : text
  } catch {
    return undefined
  }
}
