import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { measure } from "../bench/measure.ts"
import { spelledOut } from "../src/detectors/spelled-out.ts"

const run = promisify(execFile)

describe("P1 patterns that take capitals and small letters alike", () => {
  it("are spelled out, and only where they say so", () => {
    expect(spelledOut(String.raw`Ab(?i:bad|st\.)(?:c) \p{Lu}`)).toBe(String.raw`Ab(?:[bB][aA][dD]|[sS][tT]\.)(?:c) \p{Lu}`)
    expect(spelledOut("(?i:[a-hx]{1,2}(?:ß|é))z")).toBe("(?:[a-hxA-HX]{1,2}(?:[ßẞ]|[éÉ]))z")
  })
  it("match what the modifier matches", () => {
    const word = fc.stringMatching(/^[a-zA-ZäöÜé]{1,3}$/)
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 3 }), word, (words, text) => {
        const pattern = `^(?i:${words.join("|")})$`
        expect(new RegExp(spelledOut(pattern), "u").test(text)).toBe(new RegExp(words.map((one) => `^${one}$`).join("|"), "iu").test(text))
      }),
    )
  })
  it("everything is found in a process that has stopped optimizing patterns, as a server does in time", async () => {
    const program = fileURLToPath(new URL("helpers/print-rows.ts", import.meta.url))
    const { stdout } = await run(process.execPath, ["--no-regexp-optimization", program])
    expect(JSON.parse(stdout)).toEqual(measure({ seed: 4, count: 60 }))
  })
})
