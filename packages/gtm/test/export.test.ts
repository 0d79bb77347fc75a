import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { ExportError, readExport, writeExport } from "../src/index.ts"
import { scanJson } from "../src/export/json-scan.ts"
import { json, mutated, sampleText } from "./support/arbitrary.ts"
import { spell } from "../src/lint/build.ts"
import { samples, webContainer } from "./support/samples.ts"

const read = (text: string | Uint8Array) => readExport(text, { file: "GTM-X.json" })
const problemOf = (text: string | Uint8Array): ExportError => {
  try {
    read(text)
  } catch (error) {
    if (error instanceof ExportError) return error
    throw error
  }
  throw new Error("the file was read")
}

describe("reading and writing an export loses nothing", () => {
  it.each(samples)("%s comes out byte for byte", (_, make) => {
    for (const escaped of [false, true]) {
      const text = spell(make(), { escaped })
      for (const variant of [text, `${text}\n`, text.replaceAll("\n", "\r\n")]) expect(writeExport(read(variant).document)).toBe(variant)
    }
  })

  it("keeps big integers, number spellings, duplicate members and unknown members", () => {
    const text = spell(webContainer()).replace(/\n\}$/, ',\n    "big": 123456789012345678901234567890,\n    "exponent": 1.0E+2,\n    "twice": 1,\n    "twice": 2,\n    "empty": {},\n    "none": []\n}')
    expect(writeExport(read(text).document)).toBe(text)
  })

  it("brings a file that someone indented differently back to Tag Manager's layout, equal as JSON", () => {
    for (const indent of [0, 2, "\t"]) {
      const text = JSON.stringify(webContainer(), null, indent)
      expect(writeExport(read(text).document)).toBe(spell(webContainer()))
    }
  })

  it("reads any JSON exactly as JSON.parse does, and refuses exactly what it refuses", () => {
    const accepts = (parse: () => unknown): boolean => {
      try {
        parse()
        return true
      } catch {
        return false
      }
    }
    const anyText = fc.oneof(json.map((value) => JSON.stringify(value)), mutated(json.map((value) => JSON.stringify(value))))
    fc.assert(fc.property(anyText, (text) => accepts(() => scanJson(text)) === accepts(() => JSON.parse(text))), { numRuns: 2000 })
  })

  it("finds line and column of a path", () => {
    const { locate } = read(spell(webContainer()))
    expect(locate(["containerVersion", "accountId"])).toMatchObject({ file: "GTM-X.json", line: 6, column: 22, path: "containerVersion.accountId" })
    expect(locate(["containerVersion", "tag", 99, "name"]).line).toBe(locate(["containerVersion", "tag"]).line)
  })

  it("reads a container of 10 MB", () => {
    const big = webContainer()
    const [tag] = big.containerVersion.tag ?? []
    if (tag) big.containerVersion.tag = Array.from({ length: 6000 }, (_, index) => ({ ...tag, tagId: String(1000 + index), notes: "n".repeat(1000) }))
    const text = spell(big)
    expect(text.length).toBeGreaterThan(10_000_000)
    expect(read(text).export.containerVersion.tag).toHaveLength(6000)
  })
})

describe("a file that is no export gets one clear message with the place", () => {
  const text = spell(webContainer())
  it.each([
    ["a zip", new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]), "export-zip"],
    ["gzip", new Uint8Array([0x1f, 0x8b, 8]), "export-zip"],
    ["HTML saved as JSON", "\n<!DOCTYPE html><html></html>", "export-html"],
    ["a byte order mark", `\ufeff${text}`, "export-bom"],
    ["a byte order mark in bytes", new TextEncoder().encode(`\ufeff${text}`), "export-bom"],
    ["UTF-16", new Uint8Array([0xff, 0xfe, 0x7b, 0]), "export-bom"],
    ["a picture", new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 0x0d]), "export-binary"],
    ["a list of exports", `[${text}, ${text}]`, "export-inside"],
    ["an export that somebody wrapped", `{"data": ${text}}`, "export-inside"],
    ["bytes that are no UTF-8", new Uint8Array([0x7b, 0xff, 0x7d]), "export-bom"],
    ["an empty file", " \n", "export-empty"],
    ["a truncated file", text.slice(0, 500), "export-truncated"],
    ["a file cut inside an escape", '{"a": "\\u00', "export-truncated"],
    ["a missing comma", text.replace('"WEB"', '"WEB" "SERVER"'), "export-syntax"],
    ["200,000 nested levels of lists", "[".repeat(200_000), "export-too-deep"],
    ["200,000 nested levels of objects", '{"a":'.repeat(200_000), "export-too-deep"],
    ["what the API answers", JSON.stringify({ accountId: "1", containerVersionId: "3", tag: [{ type: "html", parameter: [{ type: "template" }] }] }), "export-api-dump"],
    ["a list", "[]", "export-not-container"],
    ["other JSON", '{"name": "x"}', "export-not-container"],
    ["an export of format 1", '{"exportFormatVersion": 1.3, "containerVersion": {}}', "export-version"],
  ])("%s", (_, input, code) => {
    const error = problemOf(input)
    expect(error.code).toBe(code)
    expect(error.message.length).toBeLessThan(300)
    expect(error.help).not.toBe("")
    expect(error.place.file).toBe("GTM-X.json")
  })

  it("says line and column of a mistake", () => {
    expect(problemOf('{\n  "a": 1,\n  "b" 2\n}').place).toMatchObject({ line: 3, column: 7 })
  })
})

describe("a broken export never breaks the reader", () => {
  it("throws only ExportError, whatever was cut, doubled or overwritten", () => {
    fc.assert(
      fc.property(mutated(sampleText), (text) => {
        try {
          const result = read(text)
          expect(JSON.parse(writeExport(result.document))).toEqual(JSON.parse(text))
        } catch (error) {
          if (!(error instanceof ExportError)) throw error
        }
      }),
      { numRuns: 300 },
    )
  })

  it("mends values of the wrong kind in the typed view, and tells where", () => {
    const broken = '{"exportFormatVersion": 2, "containerVersion": {"tag": [{"tagId": 5, "name": "a", "type": "html", "parameter": [{"type": "TEMPLATE", "key": "html", "value": 1}]}, null], "trigger": {}}}'
    const { export: shaped, problems } = read(broken)
    expect(shaped.containerVersion.tag?.[0]?.tagId).toBe("5")
    expect(shaped.containerVersion.tag).toHaveLength(2)
    expect(problems.map(({ path }) => path.join("."))).toEqual([
      "containerVersion.tag.0.tagId",
      "containerVersion.tag.0.parameter.0.value",
      "containerVersion.tag.1",
      "containerVersion.tag.1.name",
      "containerVersion.tag.1.tagId",
      "containerVersion.tag.1.type",
      "containerVersion.trigger",
    ])
  })
})
