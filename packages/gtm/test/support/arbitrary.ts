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
