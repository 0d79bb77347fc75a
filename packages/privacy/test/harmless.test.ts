import { describe, expect, it } from "vitest"
import { harmless } from "../bench/harmless.ts"
import { shaped } from "../bench/shaped.ts"
import { scan } from "../src/index.ts"

describe("P1 tracking data that is nobody's", () => {
  it.each(harmless)("%s", (text) => {
    expect(scan(text)).toEqual([])
  })
})

describe("P1 personal values in the shapes of tracking", () => {
  it.each(shaped)("sees the %s in %s", (kind, text) => {
    expect(scan(text).map((found) => found.kind)).toContain(kind)
  })
})

describe("P1 the scan on hostile text", () => {
  /** Linear work is some 2 s of processor time per megabyte in the worst case; quadratic work would be minutes. */
  const MOST_MILLISECONDS = 3_000

  it.each(["a@", "1 ", "+1", "a=", "ab:", "%C3", "12345.1734567890.", "aGVsbG8gd29ybGQ=/", "-----BEGIN PRIVATE KEY-----", '{"a":', "://a:", "jane@example.com ", "call 541-754-3010 ", "x:[", '"', "\\u0040", "SSN 1", "Aa 1 Aastraße ", "1 a st a ", "via a b c d e 1 ", "Weg 1 Weg ", "12 bis rue a, "])(
    "takes linear time on a quarter of a megabyte of %s",
    (piece) => {
      const text = piece.repeat(250_000 / piece.length)
      const before = process.cpuUsage()
      scan(text)
      expect(process.cpuUsage(before).user / 1000).toBeLessThan(MOST_MILLISECONDS)
    },
  )
})
