import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { matches, TESTS } from "../../src/runtime/engine/operators.ts"
import { run } from "../../src/runtime/index.ts"
import { condition, container, onEvent, plainTag, text, variable } from "../support/runtime-container.ts"
import { firings, runFirings } from "../support/observe.ts"

type Case = { title: string; op: keyof typeof TESTS; left: unknown; right: unknown; ignoreCase?: boolean; out: boolean }
const cases: Case[] = [
  { title: "equals compares texts", op: "EQUALS", left: 5, right: "5", out: true },
  { title: "equals is case-sensitive", op: "EQUALS", left: "A", right: "a", out: false },
  { title: "undefined is the text undefined", op: "EQUALS", left: undefined, right: "undefined", out: true },
  { title: "contains the empty text is always true", op: "CONTAINS", left: "x", right: "", out: true },
  { title: "contains is case-sensitive", op: "CONTAINS", left: "ABC", right: "b", out: false },
  { title: "starts with", op: "STARTS_WITH", left: "/blog/a", right: "/blog", out: true },
  { title: "ends with", op: "ENDS_WITH", left: "a.pdf", right: ".pdf", out: true },
  { title: "regex is unanchored", op: "MATCH_REGEX", left: "a page_view b", right: "page", out: true },
  { title: "regex is case-sensitive", op: "MATCH_REGEX", left: "PAGE", right: "page", out: false },
  { title: "regex ignores case when told", op: "MATCH_REGEX", left: "PAGE", right: "page", ignoreCase: true, out: true },
  { title: "an invalid pattern is false", op: "MATCH_REGEX", left: "(", right: "(", out: false },
  { title: ".* matches undefined", op: "MATCH_REGEX", left: undefined, right: ".*", out: true },
  { title: "greater compares numbers", op: "GREATER", left: "10", right: "9", out: true },
  { title: "NaN is false", op: "GREATER", left: "x", right: "9", out: false },
  { title: "the empty text counts as 0", op: "LESS", left: "", right: "1", out: true },
  { title: "null counts as 0", op: "GREATER_OR_EQUALS", left: null, right: "0", out: true },
  { title: "undefined never matches", op: "LESS_OR_EQUALS", left: undefined, right: "0", out: false },
  { title: "a selector needs an element", op: "CSS_SELECTOR", left: "a", right: "a", out: false },
  { title: "URL: no www, lower case, no trailing slash", op: "URL_MATCHES", left: "https://www.Example.com/A/", right: "https://example.com/a", out: true },
  { title: "URL: http on 80 is https on 443", op: "URL_MATCHES", left: "http://example.com:80/", right: "https://example.com:443", out: true },
  { title: "URL: another port is another place", op: "URL_MATCHES", left: "https://example.com:8443/", right: "https://example.com/", out: false },
]

describe("B3 condition operators", () => {
  test.each(cases)("$title", ({ op, left, right, ignoreCase, out }) => {
    expect(TESTS[op](left, right, ignoreCase === true)).toBe(out)
  })

  test("a pattern that explodes is not evaluable: the trigger does not fire, the exception blocks, the run goes on and tells", () => {
    const explodes = condition("MATCH_REGEX", "{{long}}", "^(\\w+\\s?)*$")
    const made = container({
      variables: [variable("long", "c", [text("value", `${"a".repeat(50)}!`)])], triggers: [onEvent("go"), onEvent("go", { name: "explodes", filter: [explodes] })],
      tags: [plainTag("never", ["explodes"]), plainTag("blocked", ["on go"], { except: ["explodes"] }), plainTag("fires", ["on go"])],
    })
    const { events, unsupported } = run(made, [{ event: "go" }])
    expect(firings(events)).toEqual(["go: fires"])
    expect(unsupported.map(({ entity, reason }) => [entity, reason.includes("takes too long")])).toEqual([["condition", true]])
  })

  test("property: the step counter never stops a pattern that ends soon", () => {
    const piece = fc.constantFrom("a", "b", ".", "[ab]", "(a|b)", "(?:ab)", "\\w", "^", "$", "a*", "b+", "(a|ab)?", "a{1,3}", "(?=a)", "(a)\\1", "\\b")
    fc.assert(fc.property(fc.array(piece, { minLength: 1, maxLength: 5 }), fc.stringMatching(/^[ab ]{0,12}$/), (pieces, input) => {
      expect(matches(input, pieces.join(""), false)).toBe(new RegExp(pieces.join("")).test(input))
    }))
  })

  test.each([["(a+)+b", "a".repeat(60)], ["(a|aa)+$", `${"a".repeat(80)}!`], ["(x+x+)+y", "x".repeat(60)], ["(.*)(.*)(.*)(.*)(.*)=", "k".repeat(4000)], ["^(([a-z])+.)+[A-Z]([a-z])+$", "a".repeat(60)]])("%s is stopped", (source, input) => {
    const started = performance.now()
    expect(() => matches(input, source, false)).toThrow("takes too long")
    expect(performance.now() - started).toBeLessThan(2000)
  })

  test("a negated condition passes on undefined", () => {
    const parts = { variables: [variable("nothing", "uv")], triggers: [onEvent("go", { filter: [condition("CONTAINS", "{{nothing}}", "x", { negate: true })] })], tags: [plainTag("t", ["on go"])] }
    expect(runFirings(parts, [{ event: "go" }])).toEqual(["go: t"])
  })

  test("property: text operators agree with the texts of their sides", () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.constant(undefined)), fc.string(), (left, right) => {
      expect(TESTS.EQUALS(left, right, false)).toBe(String(left) === right)
      expect(TESTS.CONTAINS(left, right, false)).toBe(String(left).includes(right))
      if (TESTS.STARTS_WITH(left, right, false) || TESTS.ENDS_WITH(left, right, false)) expect(TESTS.CONTAINS(left, right, false)).toBe(true)
    }))
  })

  test("property: of less, equal and greater exactly one holds for numbers, none for what is no number", () => {
    fc.assert(fc.property(fc.integer(), fc.integer(), fc.string(), (a, b, word) => {
      expect([TESTS.LESS(a, b, false), TESTS.GREATER(a, b, false), a === b].filter(Boolean)).toHaveLength(1)
      if (Number.isNaN(Number(word))) expect(TESTS.LESS(word, b, false) || TESTS.GREATER_OR_EQUALS(word, b, false)).toBe(false)
    }))
  })
})
