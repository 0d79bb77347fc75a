import { describe, expect, test } from "vitest"
import fc from "fast-check"
import { expand, isPlain, merge } from "../../src/runtime/data-layer/merge.ts"
import { callMethod } from "../../src/runtime/data-layer/message.ts"
import { DataLayerModel } from "../../src/runtime/data-layer/model.ts"
import { dlv } from "../support/runtime-container.ts"
import { valuesOf } from "../support/observe.ts"

const examples: { title: string; in: object[]; path: string; out: unknown }[] = [
  { title: "plain objects merge key by key", in: [{ a: { x: 1, y: 2 } }, { a: { y: 3 } }], path: "a", out: { x: 1, y: 3 } },
  { title: "a shorter array leaves the old tail", in: [{ a: [1, 2, 3] }, { a: [9] }], path: "a", out: [9, 2, 3] },
  // oxlint-disable-next-line no-sparse-arrays -- a hole is the case
  { title: "holes skip, an explicit undefined overwrites", in: [{ a: [1, 2] }, { a: [, undefined] }], path: "a", out: [1, undefined] },
  { title: "an array replaces an object", in: [{ a: { x: 1 } }, { a: [1] }], path: "a", out: [1] },
  { title: "a text replaces an object", in: [{ a: { x: 1 } }, { a: "t" }], path: "a", out: "t" },
  { title: "null replaces an object", in: [{ a: { x: 1 } }, { a: null }], path: "a", out: null },
  { title: "an object replaces a text", in: [{ a: "t" }, { a: { x: 1 } }], path: "a", out: { x: 1 } },
  { title: "dots in a key expand", in: [{ "a.b.c": 1 }, { a: { b: { d: 2 } } }], path: "a.b", out: { c: 1, d: 2 } },
  { title: "a missing step gives undefined", in: [{ a: {} }], path: "a.b.c", out: undefined },
]

describe("A1 data layer merge", () => {
  test.each(examples)("$title", ({ in: pushes, path, out }) => {
    expect(valuesOf({ variables: [dlv("value", path)] }, ["value"], pushes)).toEqual({ value: out })
  })

  test("what is pushed is copied: later changes of the page's object have no effect", () => {
    const model = new DataLayerModel()
    const pushed = { x: { y: 1 } }
    model.set("a", pushed)
    pushed.x.y = 2
    expect(model.get("a.x.y")).toBe(1)
  })

  test("dates, expressions and class instances below the top are taken as they are", () => {
    const date = new Date(0)
    class Own { x = 1 }
    const own = new Own()
    const model = new DataLayerModel()
    model.set("a", { date, own })
    expect(model.get("a.date")).toBe(date)
    expect(model.get("a.own")).toBe(own)
  })

  test("a command array calls a method of what the model holds; its errors are swallowed", () => {
    const model = new DataLayerModel()
    model.set("cart", { items: [1] })
    callMethod(model, "cart.items.push", [2])
    expect(model.get("cart.items")).toEqual([1, 2])
    expect(() => callMethod(model, "cart.missing.push", [2])).not.toThrow()
  })

  test("property: merging twice is merging once", () => {
    fc.assert(fc.property(fc.dictionary(word, json), fc.dictionary(word, json), (base, message) => {
      const once = structuredClone(base)
      merge(message, once)
      const twice = structuredClone(once)
      merge(message, twice)
      expect(twice).toEqual(once)
    }))
  })

  test("property: every leaf of a message is readable by its path afterwards", () => {
    fc.assert(fc.property(fc.dictionary(word, json), fc.dictionary(word, json), (base, message) => {
      const model = new DataLayerModel()
      for (const part of [base, message]) for (const [key, value] of Object.entries(part)) model.set(key, value)
      for (const [path, value] of leaves(message)) expect(model.get(path)).toEqual(value)
    }))
  })

  test("property: expanding a dotted key and reading it again gives the value", () => {
    fc.assert(fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), fc.integer(), (steps, value) => {
      const model = new DataLayerModel()
      model.set(steps.join("."), value)
      expect(model.get(steps.join("."))).toBe(value)
      expect(isPlain(expand(steps.join("."), value))).toBe(true)
    }))
  })
})

const word = fc.stringMatching(/^[a-z]{1,4}$/)
const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof({ maxDepth: 3 }, fc.integer(), fc.string(), fc.boolean(), fc.constant(null), fc.array(tie("json"), { maxLength: 3 }), fc.dictionary(word, tie("json"), { maxKeys: 3 })),
}))

const leaves = (value: Record<string, unknown>, prefix = ""): [string, unknown][] =>
  Object.entries(value).flatMap(([key, child]): [string, unknown][] =>
    isPlain(child) ? leaves(child, `${prefix}${key}.`) : Array.isArray(child) ? [] : [[`${prefix}${key}`, child]],
  )
