import { readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { annotationsText, answerChecklist, checklist, complianceText, decisionMarkdown, gateTable, junitText, summaryText, writeDecision } from "../src/index.ts"
import { decideRecords, healthy, planted } from "./decide-sample.ts"
import { testFolder } from "./support/folder.ts"

const answers = (records = healthy()) => Object.fromEntries(answerChecklist(decideRecords(records)).map(({ id, answer }) => [id, answer]))
const unequal = () => planted((record) => (record.kind === "banner" ? { ...record, areaRatio: 0.4 } : record))

describe("the compliance checklist", () => {
  it("holds where a healthy system was looked at, and is open where only a person can say so", () => {
    const open = Object.entries(checklist).flatMap(([id, line]) => ("attest" in line ? [id] : []))
    for (const [id, answer] of Object.entries(answers())) expect([id, answer]).toEqual([id, open.includes(id) ? "open" : "holds"])
  })
  it("breaks exactly the line that the fault belongs to", () => {
    expect(Object.entries(answers(unequal())).filter(([, answer]) => answer === "broken")).toEqual([["C-REJ-3", "broken"]])
    expect(complianceText(decideRecords(unequal()))).toContain("[ ] **broken** C-REJ-3")
  })
  it("holds nothing that was not looked at", () => {
    expect(answers(planted((record) => (record.kind === "banner" ? undefined : record)))["C-REJ-1"]).toBe("open")
    expect(answers(planted((record) => (record.kind === "probe" && record.probe === "consent-log-kept" ? undefined : record)))["C-REC"]).toBe("open")
  })
  it("names only codes that its gates have", () => {
    for (const line of Object.values(checklist)) {
      if (!("codes" in line)) continue
      const known = Object.keys(gateTable[line.gate].codes)
      for (const pattern of line.codes) expect(known.some((code) => code === pattern || (pattern.endsWith("*") && code.startsWith(pattern.slice(0, -1)))), pattern).toBe(true)
    }
  })
})

describe("summaries for machines", () => {
  it("give CI a test case per gate, failures with their reasons", () => {
    const text = junitText(decideRecords(unequal()))
    expect(text).toContain('tests="16" failures="1" errors="0" skipped="5"')
    expect(text).toMatch(/name="P4 GDPR compliance">\s*<failure message="The reject button has 0\.40 times/)
  })
  it("escape what evidence says", () => {
    const text = junitText(decideRecords(planted((record) => {
      if (record.kind !== "element" || record.section !== "hero") return record
      const { measuredBy: _, ...bare } = record
      return { ...bare, label: '<a & "b">' }
    })))
    expect(text).toContain("&lt;a &amp; ")
    expect(text).not.toContain("<a &")
  })
  it("count findings by code", () => {
    expect(JSON.parse(summaryText(decideRecords(unequal())))).toMatchObject({ verdict: "fail", gates: { P4: "fail", P1: "pass", O1: "not applicable" }, codes: [{ gate: "P4", code: "reject-smaller", findings: 1 }] })
  })
  it("mark the worst ten findings at the plan, each code before the second of any, in GitHub's spelling", () => {
    const decision = decideRecords(planted((record) => (record.kind === "element" ? { ...record, label: "100 %\nof it", measuredBy: undefined } : record.kind === "banner" ? { ...record, areaRatio: 0.4 } : record) as typeof record))
    const lines = annotationsText(decision, "shop/a:b,c.ts").trim().split("\n")
    expect(lines.length).toBe(10)
    expect(lines.every((line) => /^::error file=shop\/a%3Ab%2Cc\.ts,title=[A-Z]\d [a-z-]+::/.test(line))).toBe(true)
    expect(lines.slice(0, 2).map((line) => /title=(\S+ \S+?)::/.exec(line)?.[1]).toSorted()).toEqual(["P4 reject-smaller", "T1 element-unmeasured"])
    expect(lines.join()).toContain("100 %25")
  })
  it("say the verdict in Markdown, with what each failing gate found", () => {
    const text = decisionMarkdown(decideRecords(unequal()))
    expect(text).toContain("## Tracking: not ready to release")
    expect(text).toMatch(/### P4 GDPR compliance\n\n- \*\*The reject button has 0\.40 times/)
    expect(decisionMarkdown(decideRecords(healthy()))).toContain("## Tracking: ready to release")
  })
  it("stand beside the decision", async () => {
    const dir = testFolder()
    await writeDecision(dir, decideRecords(healthy()))
    for (const name of ["decision.json", "summary.json", "junit.xml", "compliance.md"]) expect(readFileSync(join(dir, name), "utf8").length).toBeGreaterThan(100)
  })
})
