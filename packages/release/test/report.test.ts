import { runInNewContext } from "node:vm"
import type { EvidenceRecord } from "@tagwright/formats"
import { describe, expect, it } from "vitest"
import { reportFiles } from "../src/index.ts"
import { decideRecords, healthy, planted } from "./decide-sample.ts"

const filesOf = (records: readonly EvidenceRecord[]) =>
  reportFiles({ records, evidenceDigest: "e".repeat(64), decision: decideRecords(records), title: "Northlight <Studio>" })

const dataOf = (files: ReadonlyMap<string, string>, path: string): unknown => {
  let got: unknown
  runInNewContext(files.get(path) ?? "", { tagwrightReport: (_name: string, value: unknown) => (got = value) })
  return got
}

describe("the report's files", () => {
  it("are the same bytes for the same evidence", async () => {
    expect(await filesOf(healthy())).toEqual(await filesOf(healthy()))
  })

  it("refer to nothing outside the folder", async () => {
    const files = await filesOf(healthy())
    const html = files.get("index.html") ?? ""
    const referred = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path = ""]) => path)
    expect(referred.filter((path) => !files.has(path))).toEqual([])
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)|<style|style="|onclick=/)
    expect(html).toContain("default-src 'none'")
    expect(files.get("report/app.css")).not.toMatch(/url\(|@import/)
  })

  it("show every gate's verdict without scripts", async () => {
    const html = (await filesOf(healthy())).get("index.html") ?? ""
    const plain = html.slice(html.indexOf("<noscript>"), html.indexOf("</noscript>"))
    for (const { id } of decideRecords(healthy()).gates) expect(plain).toContain(`<td>${id} `)
    expect(html).toContain("Northlight &lt;Studio&gt;")
  })

  it("keep hostile values as values", async () => {
    const hostile = "</script><img src=x onerror=alert(1)>\u2028\u2029'\"<!--"
    const files = await filesOf(planted((record) => (record.kind === "push" ? { ...record, event: hostile } : record)))
    const script = files.get("report/data/w1.js") ?? ""
    expect(script).not.toContain("<")
    expect(script).not.toMatch(/[\u2028\u2029]/)
    expect(JSON.stringify(dataOf(files, "report/data/w1.js"))).toContain(JSON.stringify(hostile).slice(1, -1))
  })

  it("lead from every line a gate names to the place where it is shown", async () => {
    const records = planted((record) => (record.kind === "expectation" && record.event === "cta_click" ? { ...record, outcome: "missing" } : record))
    const summary = dataOf(await filesOf(records), "report/data/summary.js")
    const lines = decideRecords(records).gates.flatMap(({ findings }) => findings.flatMap((finding) => finding.records))
    expect(lines.length).toBeGreaterThan(0)
    for (const line of lines) expect(summary).toHaveProperty(["references", String(line), "href"], expect.stringMatching(new RegExp(`^#/walk/w\\d+/\\d+/r${line}$`)))
  })

  it("can be drawn from nothing", async () => {
    const files = await reportFiles({ records: [], evidenceDigest: "e".repeat(64), decision: undefined, title: "empty" })
    expect(dataOf(files, "report/data/summary.js")).toMatchObject({ walks: [], elements: [] })
  })
})
