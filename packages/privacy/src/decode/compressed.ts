import { gunzipSync, inflateSync } from "node:zlib"

/** PostHog's batches and Matomo's recordings stay far below; a bomb of zeros must not be unpacked. */
const MOST_BYTES = 1_000_000

/** Bytes that gzip (RFC 1952) or zlib (RFC 1950) packed, unpacked; undefined where they are neither, or broken, or too large. */
export function unpacked(bytes: Buffer): Buffer | undefined {
  const [first, second = 0] = bytes
  const options = { maxOutputLength: MOST_BYTES }
  try {
    if (first === 0x1f && second === 0x8b) return gunzipSync(bytes, options)
    // A zlib header is a multiple of 31, which chance meets once in 31 times.
    if (first === 0x78 && (first * 256 + second) % 31 === 0) return inflateSync(bytes, options)
  } catch {
    // Looked like it, and was not.
  }
  return undefined
}
