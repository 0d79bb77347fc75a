import { createHash } from "node:crypto"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { knownValues } from "../src/index.ts"

const persona = { email: "Petra.Probe@example.com", phone: "+43 664 7654321", name: ["Petra", "Probe-Öztürk"], "postal-address": "Teststraße 12", "birth-date": "1990-02-03" }
const match = knownValues(persona)
const digest = (name: string, value: string, form: "hex" | "base64" = "hex") => createHash(name).update(value).digest(form)
const kinds = (text: string) => match(text).map(({ kind, via }) => [kind, ...via])

describe("R5 looking for a persona's values", () => {
  it.each<[string, string[][]]>([
    ["hello PETRA!", [["name"]]],
    ["q=probe-%C3%B6zt%C3%BCrk", [["name", "percent"]]],
    ["a=petra.probe%2540example.com", [["email", "percent", "percent"]]],
    [`em=${digest("sha256", "petra.probe@example.com")}`, [["hashed-email", "sha256"]]],
    [`em=${digest("sha256", "petra.probe@example.com", "base64")}`, [["hashed-email", "sha256"]]],
    [`x=${digest("md5", "petra.probe@example.com").toUpperCase()}`, [["hashed-email", "md5"]]],
    [`ph=${digest("sha1", "436647654321")}`, [["phone", "sha1"]]],
    [`fn=${digest("sha256", "petra")}`, [["name", "sha256"]]],
    [Buffer.from('{"street":"teststraße 12"}').toString("base64"), [["postal-address", "base64"]]],
    ["tel=00436647654321", [["phone"]]],
    ["0043 (664) 76-54-321", [["phone"]]],
    ["Petrarca probe", []],
    [digest("sha256", "someone@example.com"), []],
  ])("in %s finds %j", (text, expected) => {
    expect(kinds(text)).toEqual(expected)
  })

  it("marks the exact place", () => {
    const text = "x=1&name=Petra&y"
    expect(match(text).map(({ start, end }) => text.slice(start, end))).toEqual(["Petra"])
  })

  it("never throws on any persona and any text", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (value, text) => {
      knownValues({ name: value, phone: value, email: value })(text + value)
    }), { numRuns: 30 })
  })
})
