import { planSchema } from "@tagwright/formats"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  apiToExport, buildModel, catalogHtml, catalogMarkdown, compareContainers, containerStats, describeContainer, diffHtml, diffMarkdown, diffText, ExportError, exportToApi, fixExport, importContainer,
  lint, readExport, readJson, writeExport,
} from "../src/format.ts"
import { isObject } from "../src/export/shape.ts"
import { spell } from "../src/lint/build.ts"
import { disordered, mutated, sampleText } from "./support/arbitrary.ts"
import { acceptedContainer } from "./support/containers.ts"

const read = (text: string) => readExport(text, { file: "x.json" })

describe("any container that Tag Manager accepts", () => {
  it("has no lint error", () => {
    fc.assert(
      fc.property(acceptedContainer, (made) => {
        expect(lint(read(spell(made))).filter(({ severity }) => severity === "error")).toEqual([])
      }),
      { numRuns: 200 },
    )
  })

  it("comes out byte for byte, and equals itself", () => {
    fc.assert(
      fc.property(acceptedContainer, fc.boolean(), (made, escaped) => {
        const text = spell(made, { escaped })
        expect(writeExport(read(text).document)).toBe(text)
        expect(compareContainers(made, read(text).export)).toEqual([])
      }),
    )
  })

  it("gives a draft that is a plan, and a draft of the same container is the same", () => {
    fc.assert(
      fc.property(acceptedContainer, (made) => {
        const first = importContainer(read(spell(made)))
        expect(planSchema.safeParse(first.plan).error?.issues).toBeUndefined()
        expect(importContainer(read(spell(made)))).toEqual(first)
      }),
      { numRuns: 200 },
    )
  })

  it("does the same after safe fixes, as far as anything runs", () => {
    fc.assert(
      fc.property(acceptedContainer, (made) => {
        const { text } = fixExport(spell(made), { file: "x" })
        const differences = compareContainers(made, read(text).export)
        expect(differences.filter(({ kind }) => kind !== "removed")).toEqual([])
        expect(differences.filter(({ entity }) => entity.kind === "tag")).toEqual([])
        expect(lint(read(text)).filter(({ code }) => code.startsWith("unused-"))).toEqual([])
      }),
    )
  })

  it("survives the way to the API's spelling and back", () => {
    fc.assert(
      fc.property(acceptedContainer, (made) => {
        const value = readJson(spell(made), { file: "x" })
        if (isObject(value)) expect(apiToExport(exportToApi(value), { exportTime: String(value["exportTime"]), file: "x" })).toEqual(value)
      }),
    )
  })
})

const anyText = fc.oneof(sampleText, acceptedContainer.map((made) => spell(made)))

describe("a broken export breaks nothing", () => {
  it("gives findings, a catalog, figures, a draft and a diff, or one ExportError", () => {
    fc.assert(
      fc.property(fc.oneof(mutated(anyText), disordered(anyText)), (text) => {
        try {
          const found = read(text)
          const model = buildModel(found.export, found)
          for (const { at, message } of lint(found)) expect([at.file, message.length > 0]).toEqual(["x.json", true])
          const catalog = describeContainer(model)
          expect([catalogHtml(catalog), catalogMarkdown(catalog), containerStats(model)]).toBeDefined()
          expect(planSchema.safeParse(importContainer(found).plan).error?.issues).toBeUndefined()
          const differences = compareContainers(found.export, read(spell(found.export)).export)
          expect([diffText(differences), diffMarkdown(differences, { before: "a", after: "b" }), diffHtml(differences, { before: "a", after: "b" })]).toBeDefined()
          fixExport(text, { file: "x" })
        } catch (error) {
          if (!(error instanceof ExportError)) throw error
        }
      }),
      { numRuns: 500 },
    )
  })
})
