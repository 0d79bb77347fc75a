import fc from "fast-check"
import type { Json } from "../../src/index.ts"
import { samples } from "./samples.ts"
import { spell } from "../../src/lint/build.ts"

const strings = fc.oneof(fc.string(), fc.string({ unit: "binary" }), fc.constantFrom("<b>", "=", "'", "\u2028", "\\", '"', "{{Page URL}}", "__proto__"))
/** Any JSON value, with the keys and strings that make trouble. */
export const json: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    strings,
    fc.constantFrom(0, -0, 1, -1.5, 1e300, 1e21),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(strings, tie("value"), { maxKeys: 4 }),
  ),
})).value

/** One of the samples as text, in either spelling. */
export const sampleText: fc.Arbitrary<string> = fc
  .record({ sample: fc.constantFrom(...samples), escaped: fc.boolean(), newline: fc.boolean() })
  .map(({ sample: [, make], escaped, newline }) => spell(make(), { escaped }) + (newline ? "\n" : ""))

/** A text with a few bytes cut out, doubled, overwritten or moved: what a broken download or a careless editor leaves. */
export const mutated = (text: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(text, fc.array(fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), length: fc.nat(40), by: fc.constantFrom("", "null", "{", "}", "[", "]", ",", '"', "0", "\u0000", "[]", "{}", "\\") }), { minLength: 1, maxLength: 5 }))
    .map(([start, cuts]) =>
      cuts.reduce((current, { at, length, by }) => {
        const from = Math.floor(at * current.length)
        return current.slice(0, from) + by + current.slice(from + length)
      }, start),
    )

/** What a member of an export may be replaced by: other kinds of value, and words that mean something to JavaScript or to Tag Manager. */
const intruders: readonly Json[] = [null, 0, -1, true, "", "x", [], {}, "{{", "{{}}", "{{a}}", ["x"], { type: "LIST" }, "__proto__", "constructor", "toString", "2147479553", [[]], "(", "(a+)+$", 1e21, { type: "MAP", map: [null] }]

type Place = [owner: Json[] | { [key: string]: Json }, key: string]
const placesIn = (value: Json): Place[] => {
  if (typeof value !== "object" || value === null) return []
  const owner = value
  return Object.entries(owner).flatMap(([key, inner]) => [[owner, key] satisfies Place, ...placesIn(inner)])
}

/** An export with a few members replaced, removed or doubled: still JSON, no longer what Tag Manager writes. */
export const disordered = (text: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(text, fc.array(fc.tuple(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), fc.constantFrom("replace", "remove", "double"), fc.constantFrom(...intruders)), { minLength: 1, maxLength: 6 }))
    .map(([start, changes]) => {
      const root: Json = JSON.parse(start)
      for (const [at, how, by] of changes) {
        const places = placesIn(root)
        const [owner, key] = places[Math.floor(at * places.length)] ?? []
        if (owner === undefined || key === undefined) continue
        if (how === "replace") Reflect.set(owner, key, structuredClone(by))
        else if (how === "remove") Reflect.deleteProperty(owner, key)
        else if (Array.isArray(owner)) owner.push(structuredClone(owner[Number(key)] ?? null))
      }
      return spell(root)
    })
