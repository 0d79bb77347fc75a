import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { scanDocument, type DocumentOptions } from "../src/index.ts"

const seen = (file: string, content: string, options?: DocumentOptions) => scanDocument(file, content, options).map(({ record, start, end, kind, part }) => [record, start, end, kind, ...(part ? [part] : [])])

const har = JSON.stringify({
  log: {
    pages: [{ title: "Orders of jane@example.com" }],
    entries: [
      { request: { url: "https://a.example/", headers: [{ name: "User-Agent", value: "Chrome/124.18.115.117" }] }, response: { content: { text: "office@example.com" } } },
      { request: { url: "https://a.example/?m=jane%40example.com", headers: [{ name: "Cookie", value: "u=joe@example.com" }], postData: { params: [{ name: "first_name", value: "Jane" }] } } },
    ],
  },
})

describe("P1 scanning files of records", () => {
  it("counts records from 0 and places in the record's text", () => {
    expect(seen("a.jsonl", '{"text":"no"}\n\n{"text":"é jane@example.com"}\r\n{"other":1}\n', { field: "text" })).toEqual([[1, 2, 18, "email"]])
    expect(seen("a.json", '[{"a":{"b":"x@example.com"}},{"a":{"b":"y"}}]', { field: "a.b" })).toEqual([[0, 0, 13, "email"]])
    expect(seen("a.json", '["y", "x@example.com"]')).toEqual([[1, 0, 13, "email"]])
    expect(seen("a.json", '{"first_name": "Jane"}')).toEqual([[0, 16, 20, "name"]])
    expect(seen("a.log", "x\nx@example.com")).toEqual([[0, 2, 15, "email"]])
  })

  it("sees what standard input is", () => {
    expect(seen("-", '{"text":"x@example.com"}', { field: "text" })).toEqual([[0, 0, 13, "email"]])
    expect(seen("-", '{"a":1}\n{"a":"x@example.com"}\n')).toEqual([[1, 6, 19, "email"]])
    expect(seen("-", "hello x@example.com")).toEqual([[0, 6, 19, "email"]])
    expect(seen("-", har).length).toBe(4)
  })

  it("looks at what a HAR's requests sent, part by part", () => {
    expect(seen("a.har", har)).toEqual([[1, 21, 39, "email", "url"], [1, 2, 17, "email", "header:cookie"], [1, 0, 4, "name", "body"], [0, 10, 26, "email", "title"]])
  })

  it.each<[string, string, DocumentOptions, RegExp]>([
    ["a.jsonl", "{oops", { field: "text" }, /no JSON/],
    ["a.json", "{oops", {}, /no JSON/],
    ["a.har", "{}", {}, /no HAR/],
    ["a.jsonl", '{"a":1}', { field: "text" }, /no record has a field "text"/],
  ])("says what is wrong with %s %s", (file, content, options, message) => {
    expect(() => scanDocument(file, content, options)).toThrow(message)
  })

  it("never fails on text, whatever it is", () => {
    fc.assert(fc.property(fc.oneof(fc.json(), fc.string({ unit: "binary" })), (text) => void scanDocument("-", text)))
  })
})
