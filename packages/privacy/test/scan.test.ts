import { deflateSync, gzipSync } from "node:zlib"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { redact, scan, scanRequest, scanValue } from "../src/index.ts"

const seen = (text: string) => scan(text).map(({ kind, start, end, via }) => [kind, text.slice(start, end), ...via])

describe("P1 scanning text", () => {
  it.each<[string, string[][]]>([
    ["mail jane.doe@example.com now", [["email", "jane.doe@example.com"]]],
    ["https://a.example/?e=jane%2540example.com&x=logo@2x.png", [["email", "jane%2540example.com", "percent", "percent"]]],
    ["d=eyJlbWFpbCI6ImphbmVAZXhhbXBsZS5jb20ifQ==", [["email", "eyJlbWFpbCI6ImphbmVAZXhhbXBsZS5jb20ifQ==", "base64"]]],
    ["a=6a616e65406578616d706c652e636f6d", [["email", "6a616e65406578616d706c652e636f6d", "hex"]]],
    ['{"a":"{\\"first_name\\":\\"Jane\\"}"}', [["name", "Jane", "json"]]],
    ["q=my+card+4111+1111+1111+1111&x=1", [["card", "4111+1111+1111+1111", "plus"]]],
    ["jane&#64;example.com", [["email", "jane&#64;example.com", "html"]]],
    ["v=1&tid=G-1&cid=1.2\r\nen=form&ep.v=jane%40example.com\r\nen=b", [["email", "jane%40example.com", "percent"]]],
    ["Subject: x=3D1\r\njane=40example.com", [["email", "jane=40example.com", "quoted-printable"]]],
    ["GET /?cid=1.2 phone 0664 1234567", [["phone", "0664 1234567"]]],
    ["\\u006aane\\u0040example.com", [["email", "\\u006aane\\u0040example.com", "json"]]],
  ])("in %s finds %j", (text, expected) => {
    expect(seen(text)).toEqual(expected)
  })

  it("tells every value that one encoded piece holds, and a token beside what its claims say", () => {
    const both = Buffer.from(JSON.stringify({ mail: "jane@example.com", pay: "4111 1111 1111 1111", iban: "DE89370400440532013000" })).toString("base64url")
    expect(scan(`d=${both}&x=1`).map(({ kind, length }) => [kind, length])).toEqual([["email", 16], ["card", 19], ["iban", 22]])
    expect(scan(`t=eyJhbGciOiJIUzI1NiJ9.${both}.s1gN_`).map(({ kind }) => kind)).toEqual(["token", "email", "card", "iban"])
    expect(redact(`d=${both}&x=1`, scan(`d=${both}&x=1`))).toBe("d=[email]&x=1")
  })

  it.each([["gzip", gzipSync], ["zlib", deflateSync]] as const)("finds what %s packed into base64, and unpacks no bomb", (_, pack) => {
    expect(scan(`d=${pack(JSON.stringify({ note: "jane@example.com" })).toString("base64url")}`).map(({ kind }) => kind)).toEqual(["email"])
    expect(scan(pack(Buffer.concat([Buffer.alloc(50_000_000, 0x20), Buffer.from("jane@example.com")])).toString("base64"))).toEqual([])
  })

  it("takes no piece of an identifier for an IBAN", () => {
    expect(["3f1d338b-90ee-491b-be13-dabceccc41c7", "tw_05c5ad72-ad78-4541-a6b4-f64d7fe3cd16", "be859544c9dccb6f"].flatMap((text) => scan(`id=${text}&y=1`))).toEqual([])
    expect(scan("id=BE68539007547034&y=1").map(({ kind }) => kind)).toEqual(["iban"])
  })

  it("never throws, never leaves the text, never overlaps but within one encoded piece", () => {
    fc.assert(fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.json(), fc.webUrl({ withQueryParameters: true })), (text) => {
      let last = 0
      for (const { start, end, confidence, via } of scan(text)) {
        expect(start >= last || via.length > 0).toBe(true)
        expect(end).toBeGreaterThan(start)
        expect(end).toBeLessThanOrEqual(text.length)
        expect(confidence).toBeLessThanOrEqual(1)
        last = end
      }
    }))
  })

  it("gives the same value the same fingerprint under one salt, whatever its writing, and never the value", () => {
    const [plain] = scan("GB29 NWBK 6016 1331 9268 19", { salt: "s" })
    const [coded] = scan("x=gb29nwbk60161331926819", { salt: "s" })
    const [other] = scan("x=gb29nwbk60161331926819", { salt: "t" })
    expect(plain?.fingerprint).toBe(coded?.fingerprint)
    expect(plain?.fingerprint).not.toBe(other?.fingerprint)
    expect(JSON.stringify([plain, coded])).not.toMatch(/nwbk|6016/i)
  })

  it("redacts exactly what it found", () => {
    const text = "write jane@example.com or call +43 664 1234567."
    expect(redact(text, scan(text))).toBe("write [email] or call [phone].")
  })
})

describe("P1 scanning values and requests", () => {
  it("names the path, and masks a path that is personal itself", () => {
    const found = scanValue({ user: { first_name: "Jane", tel: 436641234567 }, list: ["a", "x@example.com"], "y@example.com": 1 })
    expect(found.map(({ kind, path }) => [kind, path])).toEqual([["name", "user.first_name"], ["phone", "user.tel"], ["email", "list.1"], ["email", "[redacted]"]])
  })

  it("survives cycles and depth", () => {
    const cycle: Record<string, unknown> = { mail: "a@example.com" }
    cycle["self"] = cycle
    let deep: unknown = "a@example.com"
    for (let depth = 0; depth < 5000; depth++) deep = [deep]
    expect(scanValue(cycle)).toHaveLength(1)
    expect(scanValue(deep)).toEqual([])
  })

  it("looks into URL, headers and body, and leaves the headers of machines alone", () => {
    const found = scanRequest({
      url: "https://a.example/c?dl=https%3A%2F%2Fb.example%2F%3Fm%3Djane%2540example.com",
      headers: { Referer: "https://b.example/u/joe@example.com", "User-Agent": "Mozilla/5.0 Chrome/124.18.115.117", Cookie: "_ga=GA1.1.1234567890.1734567890; mail=max%40example.com" },
      body: '{"ip":"203.0.113.77"}',
    })
    expect(found.map(({ kind, part }) => [kind, part])).toEqual([["email", "url"], ["email", "header:referer"], ["email", "header:cookie"], ["ip", "body"]])
  })
})
