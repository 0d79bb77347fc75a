import fc from "fast-check"
import { Webhook } from "standardwebhooks"
import { describe, expect, it } from "vitest"
import { signerOf } from "../src/destinations/webhook/sign.ts"

const secretOf = (bytes: Uint8Array, prefixed: boolean): string => `${prefixed ? "whsec_" : ""}${Buffer.from(bytes).toString("base64")}`

describe("the signature of outgoing webhooks", () => {
  it("is the one the specification's own library makes, whatever secret, id, time and text", () => {
    const key = fc.uint8Array({ minLength: 1, maxLength: 80 })
    fc.assert(
      fc.property(key, fc.boolean(), fc.string({ unit: "grapheme" }), fc.integer({ min: 1, max: 4_000_000_000 }), fc.string({ unit: "grapheme", maxLength: 300 }), (bytes, prefixed, id, seconds, body) => {
        const secret = secretOf(bytes, prefixed)
        expect(signerOf(secret)?.(id, seconds, body)).toBe(new Webhook(secret).sign(id, new Date(seconds * 1000), body))
      }),
    )
  })
  it("the first of several secrets signs", () => {
    const [first, second] = [secretOf(Buffer.alloc(24, 1), true), secretOf(Buffer.alloc(24, 2), true)]
    expect(signerOf(`${first} ${second}`)?.("msg", 1, "{}")).toBe(signerOf(first)?.("msg", 1, "{}"))
    expect(signerOf(`${first},${second}`)?.("msg", 1, "{}")).not.toBe(signerOf(second)?.("msg", 1, "{}"))
  })
  it.each(["", "whsec_", "no base64!", "whsec_%%%"])("what the library refuses as a secret signs nothing: %j", (secret) => expect(signerOf(secret)).toBeUndefined())
})
