import { describe, expect, test } from "vitest"
import { DataLayerModel } from "../../src/runtime/data-layer/model.ts"
import { dlv } from "../support/runtime-container.ts"
import { valuesOf } from "../support/observe.ts"

class Product { name = "intensive"; price = 240 }

const examples: { title: string; in: object[]; path: string; version?: number; out: unknown }[] = [
  { title: "a top-level _clear lets each key of its message replace the old value", in: [{ a: { x: 1 } }, { _clear: true, a: { y: 2 } }], path: "a", out: { y: 2 } },
  { title: "a top-level _clear leaves other keys alone", in: [{ a: { x: 1 }, b: 7 }, { _clear: true, a: { y: 2 } }], path: "b", out: 7 },
  { title: "a nested _clear is an ordinary key, and the merge happens", in: [{ a: { x: 1 } }, { a: { _clear: true, y: 2 } }], path: "a", out: { x: 1, _clear: true, y: 2 } },
  { title: "gtag set overwrites the named key", in: [{ a: { x: 1 } }, ["set", "a", { y: 2 }]], path: "a", out: { y: 2 } },
  { title: "gtag set with an object overwrites each named key", in: [{ a: { x: 1 } }, ["set", { a: { y: 2 } }]], path: "a", out: { y: 2 } },
  { title: "gtag set with another number of arguments does nothing", in: [{ a: 1 }, ["set", "a", 2, 3]], path: "a", out: 1 },
  { title: "of a class instance its own keys are taken", in: [new Product()], path: "price", out: 240 },
  { title: "get through null gives false", in: [{ a: null }], path: "a.b", out: false },
  { title: "version 1 keeps a dotted key as it is", in: [{ "a.b": 1 }, { a: { b: 2 } }], path: "a.b", version: 1, out: 1 },
  { title: "version 2 sees the later object", in: [{ "a.b": 1 }, { a: { b: 2 } }], path: "a.b", version: 2, out: 2 },
  { title: "version 1 does not merge", in: [{ a: { x: 1 } }, { a: { y: 2 } }], path: "a", version: 1, out: { y: 2 } },
  { title: "eventModel does not outlive its message", in: [["event", "e", { x: 1 }]], path: "eventModel", out: undefined },
  { title: "texts, numbers and null are ignored", in: [Object("text"), { a: 1 }], path: "a", out: 1 },
]

describe("A2 what Tag Manager does differently", () => {
  test.each(examples)("$title", ({ in: pushes, path, version, out }) => {
    expect(valuesOf({ variables: [dlv("value", path, version)] }, ["value"], pushes)).toEqual({ value: out })
  })

  test("functions get get, set and reset as this; set merges", () => {
    const seen: unknown[] = []
    const pushed = function (this: { name: string; get: (key: string) => unknown; set: (key: string, value: unknown) => void }): void {
      this.set("a", { y: 2 })
      seen.push(this.get("a"), this.name)
    }
    expect(valuesOf({ variables: [dlv("value", "a")] }, ["value"], [{ a: { x: 1 } }, pushed])).toEqual({ value: { x: 1, y: 2 } })
    expect(seen).toEqual([{ x: 1, y: 2 }, "dataLayer"])
  })

  test("reset empties both stores", () => {
    const pushed = function (this: { reset: () => void }): void {
      this.reset()
    }
    expect(valuesOf({ variables: [dlv("one", "a", 1), dlv("two", "a", 2)] }, ["one", "two"], [{ a: 1 }, pushed])).toEqual({ one: undefined, two: undefined })
  })

  test("a pushed function that throws is swallowed", () => {
    expect(valuesOf({ variables: [dlv("value", "a")] }, ["value"], [() => { throw new Error("page") }, { a: 1 }])).toEqual({ value: 1 })
  })

  test("a message cannot reach the page's prototypes", () => {
    const model = new DataLayerModel()
    model.set("a", JSON.parse('{"__proto__": {"polluted": true}}'))
    model.set("__proto__.polluted", true)
    expect(Reflect.get({}, "polluted")).toBeUndefined()
  })
})
