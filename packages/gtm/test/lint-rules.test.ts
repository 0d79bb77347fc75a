import { describe, expect, it } from "vitest"
import { readdirSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { readExport } from "../src/index.ts"
import { breachesOf, codes, lint } from "../src/lint/lint.ts"
import { buildModel } from "../src/lint/model.ts"
import type { Rule } from "../src/lint/rule.ts"
import { rules } from "../src/lint/rules.ts"
import { container, spell, template, variable } from "../src/lint/build.ts"
import { samples } from "./support/samples.ts"

const findPersonalData = (text: string): string[] => (text.includes("@northlight.example") ? ["email"] : [])
const lintText = (text: string) => lint(readExport(text, { file: "x.json" }), { findPersonalData })

describe("each rule finds what is planted and nothing where nothing is wrong", () => {
  it.each(codes)("%s", (code) => {
    const rule: Rule = rules[code]
    const bad = lintText(spell(rule.bad())).filter((finding) => finding.code === code)
    expect(bad.length).toBeGreaterThan(0)
    expect(bad[0]?.severity).toBe(rule.severity)
    expect(bad[0]?.at.line).toBeGreaterThan(1)
    expect(lintText(spell(rule.good())).filter((finding) => finding.code === code)).toEqual([])
  })

  it("has no rule file that is not in the table, and none twice", () => {
    const folder = fileURLToPath(new URL("../src/lint/rules", import.meta.url))
    expect(readdirSync(folder).map((file) => file.replace(/\.ts$/, "")).sort()).toEqual([...codes].sort())
  })

  it("has nothing but errors of its own kind in the planted files: one slip makes one error", () => {
    const accompanied = codes.filter((code) => {
      const rule: Rule = rules[code]
      const errors = breachesOf(buildModel(readExport(spell(rule.bad()), { file: "x" }).export)).filter(({ rule: { severity }, breach }) => (breach.severity ?? severity) === "error")
      return rule.severity === "error" && errors.some((error) => error.code !== code)
    })
    expect(accompanied).toEqual([])
  })
})

describe("containers that Tag Manager accepts have no errors", () => {
  it.each(samples)("%s", (_, make) => {
    expect(lintText(spell(make())).filter(({ severity }) => severity === "error")).toEqual([])
  })

  it("says nothing but info about a container in good order", () => {
    const [, make] = samples[0] ?? []
    const findings = lintText(spell(make?.())).filter(({ severity, code }) => severity !== "info" && code !== "consent-not-decided")
    expect(findings).toEqual([])
  })
})

describe("the documentation says what the rules say", () => {
  const folder = fileURLToPath(new URL("../../../docs/lint", import.meta.url))

  it("has one page per rule and no other", () => {
    expect(readdirSync(folder).filter((file) => file !== "README.md").map((file) => file.replace(/\.md$/, "")).sort()).toEqual([...codes].sort())
  })

  it.each(codes)("%s", (code) => {
    const rule: Rule = rules[code]
    const page = readFileSync(`${folder}/${code}.md`, "utf8")
    for (const text of [code, rule.title, rule.why, rule.fix, rule.severity]) expect(page).toContain(text)
    expect(readFileSync(`${folder}/README.md`, "utf8")).toContain(`[${code}](${code}.md)`)
  })
})

describe("invalid-script takes the ways in which people end custom JavaScript", () => {
  const finds = (code: string) => lintText(spell(container("WEB", { variable: [variable(1, "a", "jsm", [template("javascript", code)])] }))).some((finding) => finding.code === "invalid-script")

  it.each(["function() { return 1; }", "function() { return 1; };", "// why\nfunction() { return 1; }; // end", "function() {\n  return 1\n}\n/* end */", "() => 1", "function() { return {{x}}.y + '{{z}}'; }"])("%j", (code) => {
    expect(finds(code)).toBe(false)
  })
  it.each(["function() { return 1; ", "function() { return }}; }", "function( { }"])("not %j", (code) => {
    expect(finds(code)).toBe(true)
  })
})
