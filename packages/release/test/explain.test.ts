import type { EvidenceRecord } from "@tagwright/formats"
import { describe, expect, it } from "vitest"
import { explain, explanationText } from "../src/index.ts"
import { decideRecords, healthy, planted } from "./decide-sample.ts"

const inputOf = (records: readonly EvidenceRecord[]) => ({ evidence: { records, seal: { version: 1 as const, digest: "e".repeat(64), files: {} } }, decision: decideRecords(records) })

/** The same fault twice: the expectation is not met, and what really came stands elsewhere. */
const missing = () => planted((record) => (record.kind === "expectation" && record.event === "cta_click" ? { ...record, outcome: "missing" } : record.kind === "push" && record.event === "cta_click" ? { ...record, event: "cta_clik", message: { ...Object(record.message), event: "cta_clik" } } : record))

describe("explain", () => {
  it("leads from a finding's code to the step, with what is nearest and what to do", () => {
    const [first] = explain(inputOf(missing()), "expected-event-missing")
    expect(first?.finding).toMatchObject({ gate: "T1", code: "expected-event-missing" })
    const [step] = first?.steps ?? []
    expect(step?.expectations.find(({ event }) => event === "cta_click")).toMatchObject({ outcome: "missing", nearest: { event: "cta_clik", why: "an event with a name like it" } })
    expect(step?.todo[0]).toContain("nearest was cta_clik in step 3")
  })

  it("tells which parameter came otherwise", () => {
    const records = planted((record) => (record.kind === "expectation" && record.event === "cta_click" ? { ...record, outcome: "different", expected: { section: "hero" }, got: { section: "footer" } } : record))
    const [explanation] = explain(inputOf(records), "T2")
    expect(explanation?.steps[0]?.expectations.find(({ outcome }) => outcome === "different")?.departures).toEqual([{ parameter: "section", expected: "hero", got: "footer" }])
    expect(explanation === undefined ? "" : explanationText(explanation)).toContain('section: expected "hero", got "footer"')
  })

  it("finds a step by its name as findings write it, decodes its requests, and tells what consent held back", () => {
    const [explanation] = explain(inputOf(healthy()), "none / cold visitor buys by card / step 3")
    const [step] = explanation?.steps ?? []
    expect(step).toMatchObject({ scenario: "none", step: 3, outcome: "done" })
    expect(step?.notFired.every(({ why }) => why.startsWith("consent held it back"))).toBe(true)
    const text = explain(inputOf(healthy()), "all / cold visitor buys by card / step 3").map(explanationText).join("")
    expect(text).toMatch(/gcs = G111 +consent now: ads granted, analytics granted/)
  })

  it("knows a line of the evidence", () => {
    const records = healthy()
    const at = records.findIndex(({ kind }) => kind === "element") + 1
    expect(explain(inputOf(records), `r${at}`)).toMatchObject([{ steps: [], records: [{ line: at }] }])
  })

  it("says what there is when nothing is called so", () => {
    expect(() => explain(inputOf(missing()), "nonsense")).toThrow('nothing in this evidence is called "nonsense"')
    expect(() => explain(inputOf(healthy()), "P1")).toThrow("gate P1 has no finding")
  })
})
