import { parse } from "acorn"
import { describe, expect, test } from "vitest"
import { run } from "../src/runtime/index.ts"
import { Machine } from "../src/runtime/sandbox/machine.ts"
import { runBody } from "../src/runtime/sandbox/statements.ts"
import { hex, sha256 } from "../src/runtime/sandbox/sha256.ts"
import { standardLibrary } from "../src/runtime/sandbox/library.ts"
import { container, text, variable } from "./support/runtime-container.ts"
import { valuesOf } from "./support/observe.ts"

const script = (code: string, globals: Record<string, unknown> = {}): unknown => {
  const apis = standardLibrary({ now: () => 5000, random: () => 0.5 })
  return new Machine(runBody).run(parse(code, { ecmaVersion: 2022, allowReturnOutsideFunction: true }), { require: (name: string) => apis[name], ...globals })
}

describe("sandboxed JavaScript", () => {
  test.each([
    ["arithmetic and texts", "return 1 + 2 * 3 + 'a'", "7a"],
    ["closures and recursion", "const fib = n => n < 2 ? n : fib(n - 1) + fib(n - 2); return fib(12)", 144],
    ["loops, break and continue", "let s = 0; for (let i = 0; i < 10; i++) { if (i === 3) continue; if (i === 6) break; s += i } return s", 12],
    ["var rises to its function", "function f() { if (true) { var x = 1 } return x } return f()", 1],
    ["functions are known before their line", "return f(); function f() { return 'up' }", "up"],
    ["objects, arrays and their methods", "const o = {a: [1, 2, 3]}; o.b = o.a.map(x => x * 2).filter(x => x > 2); return o.b.join('-')", "4-6"],
    ["destructuring, defaults and spread", "const {a, b = 2} = {a: 1}; const [c, ...d] = [3, 4, 5]; return [a, b, c, ...d]", [1, 2, 3, 4, 5]],
    ["switch falls through", "switch (2) { case 1: return 'a'; case 2: case 3: return 'b'; default: return 'c' }", "b"],
    ["for in and for of", "let s = ''; for (let k in {a: 1, b: 2}) s += k; for (const v of ['c']) s += v; return s", "abc"],
    ["try and catch", "try { throw 'x' } catch (e) { return e }", "x"],
    ["template literals and conditionals", "const n = 'w'; return `hello ${n ? n : 'nobody'}`", "hello w"],
    ["typeof an unknown name", "return typeof nothing", "undefined"],
    ["the standard library", "const m = require('makeTableMap'); return m([{k: 'a', v: 1}], 'k', 'v')", { a: 1 }],
    ["JSON that does not parse is undefined", "return require('JSON').parse('{')", undefined],
    ["promises", "const P = require('Promise'); let r = 0; P.all([P.create(ok => ok(2)), 3]).then(v => { r = v[0] + v[1] }); return r", 5],
  ])("%s", (_name, code, out) => {
    expect(script(code)).toEqual(out)
  })

  test.each([
    ["the way out through a constructor", "return [].constructor.constructor('return 1')()"],
    ["the way out through a prototype", "return ({}).__proto__.polluted.x"],
    ["this", "return this"], ["new", "return new Date()"], ["a regular expression", "return /a/"], ["eval", "return eval('1')"], ["the page", "return window"],
    ["a loop without end", "while (true) {}"], ["recursion without end", "const f = () => f(); f()"],
  ])("refuses %s", (_name, code) => {
    expect(() => script(code)).toThrow()
  })

  test("SHA-256 gives the standard's own digests", () => {
    expect(hex(sha256("abc"))).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    expect(hex(sha256(""))).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    expect(hex(sha256("a".repeat(200)))).toBe("c2a908d98f5df987ade41b5fce213067efbcc21ef2240212a41e54b5e7c28ae5")
  })
})

const template = (code: string, type: "TAG" | "MACRO", permissions: unknown = []) => ({
  name: "My template", templateId: "9",
  templateData: `___INFO___\n\n${JSON.stringify({ type, id: "cvt_temp_public_id" })}\n\n\n___TEMPLATE_PARAMETERS___\n\n[]\n\n\n___SANDBOXED_JS_FOR_WEB_TEMPLATE___\n\n${code}\n\n\n___WEB_PERMISSIONS___\n\n${JSON.stringify(permissions)}\n\n\n___TESTS___\n\nscenarios: []\n\n\n___NOTES___\n\nx\n`,
})
const permission = (publicId: string, param: unknown[] = []) => ({ instance: { key: { publicId, versionId: "1" }, param }, clientAnnotations: { isEditedByUser: true }, isRequired: true })
const urls = (...all: string[]) => permission("send_pixel", [{ key: "allowedUrls", value: { type: 1, string: "specific" } }, { key: "urls", value: { type: 2, listItem: all.map((string) => ({ type: 1, string })) } }])

describe("custom templates in a container", () => {
  const tag = (code: string, permissions: unknown) => container({
    templates: [template(code, "TAG", permissions)],
    tags: [{ name: "mine", type: "cvt_77_9", on: ["All Pages"], parameter: [text("color", "red")] }],
  })
  const fired = (code: string, permissions: unknown = []) => {
    const result = run(tag(code, permissions), [])
    return { ...result, tag: result.events.flatMap((event) => event.fired).find((one) => one.tag === "mine") }
  }

  test("a tag tells its own success and sends what it may", () => {
    const { tag: mine, requests } = fired("const sendPixel = require('sendPixel'); sendPixel('https://px.example/i?c=' + data.color, data.gtmOnSuccess, data.gtmOnFailure)", [urls("https://px.example/*")])
    expect(mine?.status).toBe("success")
    expect(requests.map((request) => [request.tag, request.url])).toEqual([["mine", "https://px.example/i?c=red"]])
  })

  test("a missing permission is an exception that is told, and nothing is sent", () => {
    const { tag: mine, requests, unsupported } = fired("require('sendPixel')('https://elsewhere.example/i', data.gtmOnSuccess)", [urls("https://px.example/*")])
    expect(mine?.status).toBe("exception")
    expect(requests).toEqual([])
    expect(JSON.stringify(unsupported)).toContain("lacks the permission send_pixel for https://elsewhere.example/i")
  })

  test("an API nobody offers is named", () => {
    expect(JSON.stringify(fired("require('sendCarrierPigeon')()").unsupported)).toContain("sendCarrierPigeon")
  })

  test("a loop without end ends, and the run goes on", () => {
    const { tag: mine, events } = fired("while (true) {}")
    expect(mine?.error).toBe("the template ran too long")
    expect(events.at(-1)?.event).toBe("gtm.load")
  })

  test("a throw in what a template does later is told, and the run goes on", () => {
    const { unsupported, events } = fired("require('callLater')(() => nothing.there); data.gtmOnSuccess()")
    expect(JSON.stringify(unsupported)).toContain("threw later: nothing is not defined")
    expect(events.at(-1)?.event).toBe("gtm.load")
  })

  test("a variable's value is what the script returns; one that throws is false", () => {
    const made = (code: string) => valuesOf({ templates: [template(code, "MACRO")], variables: [variable("mine", "cvt_77_9", [text("n", "4")])] }, ["mine"])
    expect(made("return require('makeNumber')(data.n) * 2")).toEqual({ mine: 8 })
    expect(made("return nothing.at.all")).toEqual({ mine: false })
  })

  test("consent state by template", () => {
    const consent = (mode: string) => ({ type: 3, mapKey: ["consentType", "read", "write"].map((string) => ({ type: 1, string })), mapValue: [{ type: 1, string: "ad_storage" }, { type: 8, boolean: mode === "read" }, { type: 8, boolean: mode === "write" }] })
    const { events } = fired("require('setDefaultConsentState')({ad_storage: 'denied'}); data.gtmOnSuccess()", [permission("access_consent", [{ key: "consentTypes", value: { type: 2, listItem: [consent("write")] } }])])
    expect(events.at(-1)?.consent["ad_storage"]).toBe("denied")
  })
})
