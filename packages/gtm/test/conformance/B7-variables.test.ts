import type { Variable } from "@tagwright/formats"
import { describe, expect, test } from "vitest"
import { run, type RunOptions } from "../../src/runtime/index.ts"
import { container, dlv, flag, js, table, text, variable } from "../support/runtime-container.ts"
import { valuesOf } from "../support/observe.ts"

interface Case {
  title: string
  variable: Omit<Variable, "variableId">
  more?: Omit<Variable, "variableId">[]
  pushes?: object[]
  options?: RunOptions
  out: unknown
}
const url = (component: string, ...more: ReturnType<typeof text>[]) => variable("x", "u", [text("component", component), ...more])
const page = (address: string): RunOptions => ({ page: { url: address, html: '<p id="p"> Hello <b>you</b> </p><input id="i" value="start"><a id="a" href="/x" data-k="v">l</a>' } })
const here = page("https://www2.shop.example:8443/a/b.html?q=1+2&q=3&empty=&r=%C3%A4#frag")
const format = (formatValue: Variable["formatValue"], path = "v") => ({ ...dlv("x", path), formatValue: formatValue ?? {} })
const value = (text: string) => ({ type: "TEMPLATE" as const, value: text })
const rows = (...pairs: [string, string][]) => table("map", pairs.map(([key, value]) => ({ key, value })))
const fallback = [flag("setDefaultValue", true), text("defaultValue", "none")]

const cases: Case[] = [
  { title: "default for undefined", variable: dlv("x", "v", 2, fallback), out: "none" },
  { title: "no default for null", variable: dlv("x", "v", 2, fallback), pushes: [{ v: null }], out: null },
  { title: "no default for false, 0 and the empty text", variable: dlv("x", "v", 2, fallback), pushes: [{ v: 0 }], out: 0 },
  { title: "an empty name is false", variable: dlv("x", ""), out: false },
  { title: "version 1 reads a key with dots", variable: dlv("x", "a.b", 1), pushes: [{ "a.b": 1 }], out: 1 },
  { title: "case applies to texts", variable: format({ caseConversionType: "UPPERCASE" }), pushes: [{ v: "ab" }], out: "AB" },
  { title: "case leaves numbers alone", variable: format({ caseConversionType: "UPPERCASE" }), pushes: [{ v: 5 }], out: 5 },
  { title: "null converts", variable: format({ convertNullToValue: value("n") }), pushes: [{ v: null }], out: "n" },
  { title: "undefined converts", variable: format({ convertUndefinedToValue: value("u") }), out: "u" },
  { title: "true converts, and the text true does not", variable: format({ convertTrueToValue: value("yes") }), pushes: [{ v: true }], out: "yes" },
  { title: "false converts after the steps before it", variable: format({ convertFalseToValue: value("{{other}}") }), more: [variable("other", "c", [text("value", "no")])], pushes: [{ v: false }], out: "no" },
  { title: "the value of a conversion is converted no further backwards", variable: format({ convertUndefinedToValue: value("ab"), caseConversionType: "UPPERCASE" }), out: "ab" },
  { title: "custom JavaScript returns any type", variable: js("x", "function() { return [1, {a: null}] }"), out: [1, { a: null }] },
  { title: "custom JavaScript that throws is undefined", variable: js("x", "function() { throw 1 }"), out: undefined },
  { title: "custom JavaScript without a body is undefined", variable: js("x", ""), out: undefined },
  { title: "custom JavaScript gets a reference as the live value", variable: js("x", "function() { return {{other}}.n + 1 }"), more: [js("other", "function() { return {n: 1} }")], out: 2 },
  { title: "custom JavaScript gets real undefined", variable: js("x", "function() { return {{other}} === undefined }"), more: [variable("other", "uv")], out: true },
  { title: "inside a literal a reference is text", variable: js("x", "function() { return '{{other}}' + \"{{list}}\" }"), more: [variable("other", "uv"), js("list", "function() { return {} }")], out: "undefined[object Object]" },
  { title: "a quote inside a literal does no harm", variable: js("x", "function() { return '{{other}}' }"), more: [variable("other", "c", [text("value", "it's \\ <b>")])], out: "it's \\ <b>" },
  { title: "a variable that refers to itself is undefined", variable: variable("x", "c", [text("value", "{{x}}")]), out: undefined },
  { title: "a type nobody knows is false", variable: variable("x", "zzz"), out: false },
  { title: "a name that does not exist is undefined", variable: variable("x", "c", [text("value", "{{nowhere}}")]), out: undefined },
  { title: "lookup table: exact and case-sensitive, else the default", variable: variable("x", "smm", [text("input", "{{in}}"), rows(["a", "1"], ["A", "2"]), ...fallback]), more: [dlv("in", "in")], pushes: [{ in: "A" }], out: "2" },
  { title: "lookup table: the input's text", variable: variable("x", "smm", [text("input", "{{in}}"), rows(["5", "five"])]), more: [dlv("in", "in")], pushes: [{ in: 5 }], out: "five" },
  { title: "lookup table without default is undefined", variable: variable("x", "smm", [text("input", "z"), rows(["a", "1"])]), out: undefined },
  { title: "regex table: first hit, full match, case ignored", variable: variable("x", "remm", [text("input", "ABC"), rows(["b", "no"], ["a.c", "yes"], [".*", "late"]), flag("fullMatch", true), flag("ignoreCase", true)]), out: "yes" },
  { title: "regex table: captures are put in", variable: variable("x", "remm", [text("input", "/p/42"), rows(["^/p/(\\d+)$", "id-$1"]), flag("replaceAfterMatch", true)]), out: "id-42" },
  { title: "lookup table: of two equal rows the later one counts", variable: variable("x", "smm", [text("input", "a"), rows(["a", "1"], ["a", "2"])]), out: "2" },
  { title: "regex table: every place that matches is replaced", variable: variable("x", "remm", [text("input", "a-b-c"), rows(["-", "_"]), flag("replaceAfterMatch", true)]), out: "a_b_c" },
  { title: "regex table: full match puts ^ and $ around the text of the pattern, not around a group", variable: variable("x", "remm", [text("input", "ab"), rows(["a|b", "hit"]), flag("fullMatch", true)]), out: "hit" },
  { title: "a data layer variable without a version reads version 1", variable: variable("x", "v", [text("name", "a.b")]), pushes: [{ "a.b": 1 }, { a: { b: 2 } }], out: 1 },
  { title: "DOM element: an attribute that is missing is the text null", variable: variable("x", "d", [text("selectorType", "ID"), text("elementId", "a"), text("attributeName", "nope")]), options: here, out: "null" },
  { title: "DOM element: what is ticked is read from the property, as text", variable: variable("x", "d", [text("selectorType", "ID"), text("elementId", "i"), text("attributeName", "checked")]), options: here, out: "false" },
  { title: "regex table: a bad pattern is passed over", variable: variable("x", "remm", [text("input", "a"), rows(["(", "bad"], ["a", "good"])]), out: "good" },
  { title: "cookie: the first of its name, decoded when asked", variable: variable("x", "k", [text("name", "c"), flag("decodeCookie", true)]), options: { cookies: { c: "a%20b" } }, out: "a b" },
  { title: "cookie: as it is", variable: variable("x", "k", [text("name", "c"), flag("decodeCookie", false)]), options: { cookies: { c: "a%20b" } }, out: "a%20b" },
  { title: "JavaScript variable: a dotted path", variable: variable("x", "j", [text("name", "location.pathname")]), options: here, out: "/a/b.html" },
  { title: "JavaScript variable: a missing step", variable: variable("x", "j", [text("name", "no.such.thing")]), out: undefined },
  { title: "URL without fragment", variable: url("URL"), options: here, out: "https://www2.shop.example:8443/a/b.html?q=1+2&q=3&empty=&r=%C3%A4" },
  { title: "protocol", variable: url("PROTOCOL"), options: here, out: "https" },
  { title: "host", variable: url("HOST"), options: here, out: "www2.shop.example" },
  { title: "host without www", variable: url("HOST", flag("stripWww", true)), options: here, out: "shop.example" },
  { title: "port", variable: url("PORT"), options: here, out: "8443" },
  { title: "port by default", variable: url("PORT"), out: "443" },
  { title: "path", variable: url("PATH"), options: here, out: "/a/b.html" },
  { title: "path of the root", variable: url("PATH"), out: "/" },
  { title: "extension", variable: url("EXTENSION"), options: here, out: "html" },
  { title: "whole query", variable: url("QUERY"), options: page("https://e.example/?a=1&b=2"), out: "a=1&b=2" },
  { title: "query key: + and % decoded, the first", variable: url("QUERY", text("queryKey", "q")), options: here, out: "1 2" },
  { title: "query key in another script", variable: url("QUERY", text("queryKey", "r")), options: here, out: "ä" },
  { title: "query key that is missing", variable: url("QUERY", text("queryKey", "z")), options: here, out: undefined },
  { title: "several query keys: the first that is there", variable: url("QUERY", flag("enableMultiQueryKeys", true), text("multiQueryKeys", "z, empty, q")), options: here, out: "" },
  { title: "several query keys, empty ones passed over", variable: url("QUERY", flag("enableMultiQueryKeys", true), text("multiQueryKeys", "z, empty, q"), flag("ignoreEmptyQueryParam", true)), options: here, out: "1 2" },
  { title: "path without its default page", variable: url("PATH", text("defaultPages", "index.html, b.html")), options: here, out: "/a/" },
  { title: "a format option that is not known is told, and the value stays", variable: { ...dlv("x", "v"), formatValue: JSON.parse('{"convertToNumber": "automatic"}') }, pushes: [{ v: "5" }], out: "5" },
  { title: "fragment without #", variable: url("FRAGMENT"), options: here, out: "frag" },
  { title: "a source of its own", variable: url("HOST", text("customUrlSource", "{{other}}")), more: [variable("other", "c", [text("value", "https://other.example/p")])], out: "other.example" },
  { title: "gtm.url in the data layer overrides", variable: url("PATH"), pushes: [{ "gtm.url": "https://e.example/virtual" }], out: "/virtual" },
  { title: "referrer has the same components", variable: variable("x", "f", [text("component", "HOST")]), options: { page: { url: "https://e.example/", referrer: "https://search.example/?q=1" } }, out: "search.example" },
  { title: "DOM element: text, trimmed", variable: variable("x", "d", [text("selectorType", "ID"), text("elementId", "p")]), options: here, out: "Hello you" },
  { title: "DOM element: attribute", variable: variable("x", "d", [text("selectorType", "CSS"), text("elementSelector", "a[href]"), text("attributeName", "data-k")]), options: here, out: "v" },
  { title: "DOM element: a missing one is the text null", variable: variable("x", "d", [text("selectorType", "ID"), text("elementId", "zz")]), options: here, out: "null" },
  { title: "user-provided data by hand", variable: variable("x", "awec", [text("mode", "MANUAL"), text("email", "{{other}}"), text("city", "Wien")]), more: [variable("other", "c", [text("value", "hashed")])], out: { email: "hashed", address: { city: "Wien" } } },
]

describe("B7 variables", () => {
  test.each(cases)("$title", ({ variable: one, more = [], pushes = [], options = {}, out }) => {
    expect(valuesOf({ variables: [{ ...one, name: "x" }, ...more] }, ["x"], pushes, options)).toEqual({ x: out })
  })

  test("auto-event variables read the element of the event", () => {
    const element = { className: "btn big", getAttribute: (name: string) => (name === "data-k" ? "v" : null), innerText: "  Buy \n now ", matches: () => true }
    const click = { event: "probe", "gtm.element": element, "gtm.elementUrl": "https://shop.example/x?y=1", "gtm.elementId": "b" }
    const auto = (name: string, ...more: ReturnType<typeof text>[]) => variable(name, "aev", more)
    expect(valuesOf({
      variables: [auto("text", text("varType", "TEXT")), auto("id", text("varType", "ID")), auto("attribute", text("varType", "ATTRIBUTE"), text("attribute", "data-k")),
        auto("host", text("varType", "URL"), text("component", "HOST")), auto("out", text("varType", "URL"), text("component", "IS_OUTBOUND")),
        auto("affiliate", text("varType", "URL"), text("component", "IS_OUTBOUND"), text("affiliatedDomains", "shop.example"))],
    }, ["text", "id", "attribute", "host", "out", "affiliate"], [click])).toEqual({ text: "Buy now", id: "b", attribute: "v", host: "shop.example", out: true, affiliate: false })
  })

  test("built-ins: event, container, page, random", () => {
    const builtIns: [string, string][] = [["EVENT", "Event"], ["CONTAINER_ID", "Container ID"], ["CONTAINER_VERSION", "Container Version"], ["PAGE_URL", "Page URL"], ["RANDOM_NUMBER", "Random Number"], ["DEBUG_MODE", "Debug Mode"], ["ENVIRONMENT_NAME", "Environment Name"]]
    expect(valuesOf({ builtIns }, builtIns.map(([, name]) => name), [], { page: "https://e.example/a#b", random: () => 0.5 })).toEqual({
      Event: "probe", "Container ID": "GTM-TEST", "Container Version": "3", "Page URL": "https://e.example/a", "Random Number": 1_073_741_824, "Debug Mode": false, "Environment Name": "",
    })
  })

  test("what does not exist is reported with its name", () => {
    const { unsupported } = run(container({ variables: [variable("odd", "zzz"), variable("lost", "c", [text("value", "{{nowhere}}")])] }), [])
    expect(unsupported.map((one) => one.name)).toEqual(["odd", "nowhere"])
  })
})
