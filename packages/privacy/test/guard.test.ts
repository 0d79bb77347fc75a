import { fileURLToPath } from "node:url"
import { gzipSync } from "node:zlib"
import { build } from "esbuild"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { cleanUrl, guard } from "../src/guard.ts"

/** The kit's budget leaves this much for the guard: 0.9 KB on the wire. */
const CEILING_BYTES = 900

const personal = {
  email: ["jane.doe@example.com", "mail me: jörg@müller.de!", "jane%40example.com", "jane%2540example.com", "a+b@sub.example.co.uk", "q=x&email=jane@example.org"],
  card: ["4242424242424242", "card 5555 5555 5555 4444.", "3782-822463-10005", "6011%201111%201111%201117", "3530111333300000"],
  iban: ["DE89370400440532013000", "pay to GB29 NWBK 6016 1331 9268 19 now please or else", "at61-1904-3002-3457-3201", "FR14%202004%201010%200505%200001%203M02%20606"],
  phone: ["+43 664 1234567", "call +1 (541) 754-3010!", "%2B4366412345678", "0043 664 123 45 67", "tel:+49-30-901820"],
}

const harmless = [
  "", "hello", "1234567890.1734567890", "GA1.1.1234567890.1734567890", "GS2.1.s1734567890$o3$g1$t1734568000$j60$l0$h0", "fb.1.1734567890123.1234567890",
  "/img/logo@2x.png", "react@18.3.1", "icon@3x.webp", "@media (min-width: 600px)", "1734567890123", "550e8400-e29b-41d4-a716-446655440000",
  "01ARZ3NDEKTSV4RRFFQ69G5FAV", "cs_test_a1B2c3D4e5F6g7H8i9J0", "4006381333931", "120212345678901234", "13l3l3l3l1l1", "G111", "52.5702100309281",
  "2026-11-22T10:00:00+01:00", "2026-11-22T10:00:00+0100", "https://cdn.jsdelivr.net/npm/vue@3.5.13/dist/vue.global.js", "00012345678905", "100%", "%E0%A4%A", "summer+2026+sale",
  "npm/chart.js@4.4.0/dist/chart.umd.js", "d41d8cd98f00b204e9800998ecf8427e", "/blog/2026/11/22/how-to", "+1", "12+34567890123",
]

describe("P1 the guard in the browser", () => {
  it.each(Object.entries(personal).flatMap(([kind, values]) => values.map((value) => [kind, value])))("sees %s in %s", (kind, value) => {
    expect(guard(value)).toBe(kind)
  })

  it.each(harmless)("lets %s pass", (value) => {
    expect(guard(value)).toBeUndefined()
    expect(cleanUrl(value)).toBe(value)
  })

  it.each([
    ["https://shop.example/a?email=jane%40example.com&x=1#top", "https://shop.example/a?email=[redacted]&x=1#top"],
    ["/u/jane@example.com/orders?next=%2Fa%3Fmail%3Djane%2540example.com", "/u/[redacted]/orders?next=[redacted]"],
    ["https://jane:secret@shop.example/x", "https://shop.example/x"],
    ["https://shop.example/?tel=%2B43%20664%201234567;b=2", "https://shop.example/?tel=[redacted];b=2"],
    ["https://shop.example/#/pay/4242424242424242", "https://shop.example/#/pay/[redacted]"],
  ])("cleans %s", (dirty, clean) => {
    expect(cleanUrl(dirty)).toBe(clean)
    expect(cleanUrl(clean)).toBe(clean)
  })

  it("never throws and is stable on what it has cleaned", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
      guard(text)
      expect(guard(cleanUrl(text).replaceAll("[redacted]", ""))).toBeUndefined()
    }))
  })

  it("stays linear on hostile text", () => {
    for (const piece of ["a@", "1 ", "4242 ", "a.b-", "+1", "%25", "DE89", "(".repeat(5)]) {
      const text = piece.repeat(100_000 / piece.length)
      const before = process.cpuUsage()
      guard(text)
      expect(process.cpuUsage(before).user / 1000).toBeLessThan(2000)
    }
  })

  it(`weighs at most ${CEILING_BYTES} bytes on the wire, in syntax of 2018 and without lookbehind`, async () => {
    const entry = fileURLToPath(new URL("../src/guard.ts", import.meta.url))
    const { outputFiles } = await build({ entryPoints: [entry], bundle: true, minify: true, format: "esm", target: "es2018", write: false })
    const [code] = outputFiles
    if (!code) throw new Error("esbuild gave no file")
    expect(gzipSync(code.contents, { level: 9 }).length).toBeLessThanOrEqual(CEILING_BYTES)
    expect(code.text).not.toMatch(/\(\?<[=!]|import|require/)
  })
})
