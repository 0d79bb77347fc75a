import { JSDOM } from "jsdom"
import { describe, expect, it } from "vitest"
import { baselineOf, compareContainers, fixExport, github, junit, lint, readBaseline, readExport, sarif, withoutAccepted } from "../src/format.ts"
import { builtIn, container, dlv, spell, tag, template, trigger } from "../src/lint/build.ts"
import { webContainer } from "./support/samples.ts"

const lintText = (text: string) => lint(readExport(text, { file: "a,b.json" }))
const messy = () =>
  container("WEB", {
    tag: [tag(1, 'say "100%" <&>', "html", [template("html", "{{gone}} {{Page Path}}")], ["2147479553"]), tag(7, "Untitled Tag", "html", [template("html", "{{used}}")], ["2147479553"])],
    trigger: [trigger(2, "unused one", "PAGEVIEW")],
    variable: [dlv(3, "used", "u"), dlv(4, "unused", "x")],
    builtInVariable: [builtIn("FORM_TEXT", "Form Text")],
  })
const report = { file: "a,b.json", findings: lintText(spell(messy())) }

describe("reports", () => {
  it("gives SARIF with rules, levels and places", () => {
    const { version, runs } = JSON.parse(sarif([report]))
    expect(version).toBe("2.1.0")
    const known = new Set(runs[0].tool.driver.rules.map(({ id }: { id: string }) => id))
    expect(runs[0].results).toHaveLength(report.findings.length)
    for (const result of runs[0].results) {
      expect(known).toContain(result.ruleId)
      expect(result.locations[0].physicalLocation.artifactLocation.uri).toBe("a%2Cb.json")
      expect(result.locations[0].physicalLocation.region.startLine).toBeGreaterThan(0)
    }
  })

  it("gives JUnit XML that parses, with a failure for each error and warning", () => {
    const { document } = new JSDOM(junit([report, { file: "clean.json", findings: [] }]), { contentType: "text/xml" }).window
    const serious = report.findings.filter(({ severity }) => severity !== "info")
    expect(document.querySelectorAll("failure")).toHaveLength(serious.length)
    expect(document.documentElement.getAttribute("failures")).toBe(String(serious.length))
    expect(document.querySelector('testsuite[name="clean.json"] testcase')?.getAttribute("name")).toBe("no findings")
    expect(junit([{ file: "\u0000\ud800", findings: report.findings }])).not.toContain("\u0000")
  })

  it("gives one GitHub annotation per finding on one line, with what separates fields escaped", () => {
    const lines = github([report]).trimEnd().split("\n")
    expect(lines).toHaveLength(report.findings.length)
    expect(lines[0]).toMatch(/^::error file=a%2Cb\.json,line=\d+,col=\d+,title=[a-z0-9-]+::/)
    expect(lines.join("\n")).toContain("100%25")
  })

  it("annotates ten of a kind, which is all that GitHub shows, and keeps the others in the log", () => {
    const [one] = report.findings
    if (one === undefined) throw new Error("no finding")
    const lines = github([{ file: "x", findings: Array.from({ length: 25 }, () => one) }]).trimEnd().split("\n")
    expect(lines.filter((line) => line.startsWith("::"))).toHaveLength(10)
    expect(lines).toHaveLength(26)
    expect(lines.at(-1)).toMatch(/^15 more findings/)
  })
})

describe("a baseline for a container that exists", () => {
  it("hides what was there and shows what is new, wherever it moved", () => {
    const baseline = readBaseline(JSON.stringify(baselineOf(report.findings)), "baseline.json")
    const moved = messy()
    moved.containerVersion.tag?.unshift(tag(90, "new tag", "html", [template("html", "new")], ["2147479553"]))
    const left = withoutAccepted(lintText(spell(moved)), baseline)
    expect(withoutAccepted(report.findings, baseline)).toEqual([])
    expect(new Set(left.map(({ args }) => args.entity))).toEqual(new Set(["tag new tag"]))
  })

  it("refuses a file that is no baseline", () => {
    for (const text of ["", "{}", '{"version": 1, "accepted": [{}]}', "[]"]) expect(() => readBaseline(text, "b.json")).toThrow("not one")
  })
})

describe("safe fixes", () => {
  it("removes what is unused, enables what is used, and keeps every other byte", () => {
    const before = spell(messy())
    const { text, changes } = fixExport(before, { file: "x" })
    expect(changes).toHaveLength(4)
    const lines = new Set(before.split("\n"))
    const added = text.split("\n").filter((line) => !lines.has(line))
    expect(added.map((line) => line.trim())).toEqual(['"type": "PAGE_PATH",', '"name": "Page Path"'])
    const after = readExport(text, { file: "x" }).export.containerVersion
    expect(after.trigger).toBeUndefined()
    expect(after.variable?.map(({ name }) => name)).toEqual(["used"])
    expect(after.builtInVariable?.map(({ name }) => name)).toEqual(["Page Path"])
  })

  it("removes what became unused by a removal, and is done after one call", () => {
    const chain = container("WEB", { variable: [dlv(1, "a", "{{b}}"), dlv(2, "b", "{{c}}"), dlv(3, "c", "x")], tag: [tag(4, "t", "html", [template("html", "x")])] })
    const { text } = fixExport(spell(chain), { file: "x" })
    expect(readExport(text, { file: "x" }).export.containerVersion.variable).toBeUndefined()
    expect(fixExport(text, { file: "x" })).toEqual({ text, changes: [] })
  })

  it("changes nothing in a container in good order, in whatever layout it is", () => {
    for (const text of [spell(webContainer()), JSON.stringify(webContainer()), JSON.stringify(webContainer(), null, 2), JSON.stringify(webContainer(), null, "\t")]) {
      expect(fixExport(text, { file: "x" })).toEqual({ text, changes: [] })
    }
  })

  it("does not change what the container does", () => {
    const used = (text: string) => readExport(text, { file: "x" }).export
    const before = spell(webContainer())
    expect(compareContainers(used(before), used(fixExport(before, { file: "x" }).text))).toEqual([])
  })
})
