import { canonicalJson, digestOf } from "@tagwright/formats"
import { assert, dictionary, jsonValue, property, string } from "fast-check"
import { describe, expect, test } from "vitest"

describe("canonical JSON", () => {
  test("does not depend on the order of keys", () => {
    assert(
      property(dictionary(string(), jsonValue()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).toReversed())
        expect(canonicalJson(reversed)).toBe(canonicalJson(value))
      }),
    )
  })

  test("is JSON of the same value", () => {
    assert(
      property(jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })

  test("a missing member and an undefined one are the same", () => {
    expect(digestOf({ a: 1, b: undefined })).toBe(digestOf({ a: 1 }))
  })
})
