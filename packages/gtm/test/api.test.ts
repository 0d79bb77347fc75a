import { describe, expect, it } from "vitest"
import type { Json } from "../src/format.ts"
import { apiToExport, exportToApi, readExport } from "../src/format.ts"
import { toApiSpelling, toExportSpelling } from "../src/api/spelling.ts"
import { triggerTypes } from "../src/container/type-names.ts"
import { builtInVariables } from "../src/container/built-in-variables.ts"
import { spell } from "../src/lint/build.ts"
import { samples } from "./support/samples.ts"

const exportTime = "2026-05-04 09:30:00"
const plain = (value: unknown): Json => JSON.parse(JSON.stringify(value))
const asObject = (value: Json): { [key: string]: Json } => (typeof value === "object" && value !== null && !Array.isArray(value) ? value : {})

describe("what the API answers", () => {
  it.each(samples)("%s goes there and back unchanged", (_, make) => {
    const exported = asObject(plain(make()))
    expect(apiToExport(exportToApi(exported), { exportTime, file: "x" })).toEqual(exported)
  })

  it("is spelled in lowerCamel, except the types that are codes", () => {
    const answer = JSON.stringify(exportToApi(asObject(plain(samples[0]?.[1]()))))
    for (const text of ['"type":"template"', '"type":"customEvent"', '"type":"matchRegex"', '"type":"pageUrl"', '"usageContext":["web"]', '"tagFiringOption":"oncePerEvent"', '"consentStatus":"needed"', '"type":"gaawe"', '"type":"cvt_KDDGR"'])
      expect(answer).toContain(text)
  })

  it("becomes an export that reads without a problem, without what only the API has", () => {
    const [, make] = samples[0] ?? []
    const answer = asObject(plain(exportToApi(asObject(plain(make?.())))))
    const tags = answer["tag"]
    if (Array.isArray(tags)) answer["tag"] = tags.map((tag) => ({ path: "accounts/1/…", workspaceId: "3", tagManagerUrl: "https://…", ...asObject(tag) }))
    const { problems, export: read } = readExport(spell(apiToExport(answer, { exportTime, file: "x" })), { file: "x" })
    expect(problems).toEqual([])
    expect(read.containerVersion.tag).toEqual(make?.().containerVersion.tag)
  })

  it("may be a version without a single item", () => {
    expect(apiToExport({ containerVersionId: "1", container: { usageContext: ["server"] } }, { exportTime, file: "x" })).toMatchObject({ containerVersion: { container: { usageContext: ["SERVER"] } } })
  })

  it("is refused with a sentence when it is something else", () => {
    for (const value of [[], "x", {}, { tag: "x" }]) expect(() => apiToExport(value, { exportTime, file: "x" })).toThrow("no container version")
  })

  it("spells every enum that we know both ways", () => {
    for (const name of [...Object.keys(triggerTypes), ...Object.keys(builtInVariables), "ONCE_PER_EVENT", "TAG_REFERENCE", "ANDROID_SDK_5", "FIREBASE_EVENT_PARAMETER_CAMPAIGN_CP1"]) expect(toExportSpelling(toApiSpelling(name))).toBe(name)
  })
})
