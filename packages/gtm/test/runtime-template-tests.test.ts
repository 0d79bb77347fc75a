import { describe, expect, test } from "vitest"
import { runTemplateTests } from "../src/runtime/index.ts"

const section = (name: string, text: string): string => `___${name}___\n\n${text}\n\n\n`
const may = (publicId: string) => ({ instance: { key: { publicId }, param: [] } })

const template = (code: string, tests: string, { server = false, permissions = [] as unknown[] } = {}): string =>
  section("INFO", JSON.stringify({ type: "TAG", displayName: "Mine" })) + section("TEMPLATE_PARAMETERS", "[]") +
  section(server ? "SANDBOXED_JS_FOR_SERVER" : "SANDBOXED_JS_FOR_WEB_TEMPLATE", code) +
  section(server ? "SERVER_PERMISSIONS" : "WEB_PERMISSIONS", JSON.stringify(permissions)) + section("TESTS", tests) + section("NOTES", "x")

const scenarios = (...all: [name: string, code: string][]): string =>
  `scenarios:\n${all.map(([name, code]) => `- name: ${JSON.stringify(name)}\n  code: |-\n${code.split("\n").map((line) => `    ${line}`).join("\n")}\n`).join("")}`

const one = (code: string, script: string, options = {}) => runTemplateTests(template(code, scenarios(["it", script]), options)).tests[0]

const SENDS = "require('sendPixel')('https://px.example/?c=' + data.color, data.gtmOnSuccess, data.gtmOnFailure)"

describe("a template's own tests", () => {
  test("runCode runs the code with data, mocks stand in for APIs, calls are written down", () => {
    const script = "mock('sendPixel', (url, done) => done());\nrunCode({color: 'red'});\nassertApi('sendPixel').wasCalled();\nassertApi('gtmOnSuccess').wasCalled();\nassertApi('gtmOnFailure').wasNotCalled()"
    expect(one(SENDS, script)).toEqual({ name: "it", passed: true })
  })

  test("an assertion that does not hold is told with both sides", () => {
    expect(one("return data.a + 1", "assertThat(runCode({a: 1}), 'sum').isEqualTo(3)")).toEqual({ name: "it", passed: false, reason: "sum: expected 2 isEqualTo 3" })
    expect(one(SENDS, "mock('sendPixel', () => {}); runCode({color: 'red'}); assertApi('sendPixel').wasNotCalled()")?.reason).toContain("https://px.example/?c=red")
  })

  test("the setup stands before every test, and each test has a fresh world", () => {
    const code = "const s = require('templateStorage'); const n = (s.getItem('n') || 0) + 1; s.setItem('n', n); return n"
    const tests = `${scenarios(["a", "assertThat(runCode(mine)).isEqualTo(1)"], ["b", "assertThat(runCode(mine)).isEqualTo(1);\nassertThat(runCode(mine)).isEqualTo(2)"])}setup: const mine = {}\n`
    expect(runTemplateTests(template(code, tests, { permissions: [may("access_template_storage")] })).tests).toEqual([{ name: "a", passed: true }, { name: "b", passed: true }])
  })

  test("an API that is not mocked is the runtime's own: it asks for its permission", () => {
    expect(one(SENDS, "runCode({color: 'red'})")?.reason).toContain("lacks the permission send_pixel")
  })

  test("mocked objects, mocked values and APIs that need Google's servers", () => {
    const code = "const bq = require('BigQuery'); bq.insert({t: 1}, [data.row]); return require('getTimestampMillis')()"
    expect(one(code, "let rows;\nmockObject('BigQuery', {insert: (_to, all) => { rows = all }});\nmock('getTimestampMillis', 7);\nassertThat(runCode({row: 5})).isEqualTo(7);\nassertThat(rows).containsExactly(5)", { server: true })?.passed).toBe(true)
    expect(one(code, "runCode({row: 5})", { server: true })?.reason).toContain("needs Google's servers")
  })

  test("what happens later counts: an assertion in a callback fails the test", () => {
    expect(one("require('callLater')(() => data.then(5))", "runCode({then: (v) => assertThat(v).isEqualTo(6)})")?.passed).toBe(false)
  })

  test("fail() fails, endless code ends, what throws is told", () => {
    expect(one("return 1", "fail('no')")?.reason).toBe("no")
    expect(one("while (true) {}", "runCode({})")?.reason).toContain("ran too long")
    expect(one("return nothing.here", "runCode({})")?.reason).toContain("nothing is not defined")
  })

  test("a template that cannot be read says why", () => {
    expect(runTemplateTests(template("return (", scenarios(["it", "runCode({})"]))).problem).toContain("does not parse")
    expect(runTemplateTests(template("return 1", "scenarios: [")).problem).toContain("is not YAML")
    expect(runTemplateTests(template("return 1", ""))).toEqual({ template: "Mine", tests: [] })
  })

  test.each([
    ["isAnyOf", "assertThat(2).isAnyOf(1, 2)"], ["contains in a text", "assertThat('abc').contains('b')"], ["contains in a list", "assertThat([[1], [2]]).contains([2])"],
    ["hasLength", "assertThat('abc').hasLength(3)"], ["isEqualTo ignores members that are undefined", "assertThat({a: 1, b: undefined}).isEqualTo({a: 1})"],
    ["chains", "assertThat(5).isNumber().isGreaterThan(4).isLessThanOrEqualTo(5)"], ["isNotEqualTo", "assertThat([1]).isNotEqualTo([2])"],
  ])("%s", (_name, script) => {
    expect(one("return 1", script)?.passed).toBe(true)
    expect(one("return 1", script.replace(/assertThat\(.*?\)(?=\.)/, "assertThat(null)"))?.passed).toBe(script.includes("isNotEqualTo"))
  })
})
