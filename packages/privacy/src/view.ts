import { fieldAt, fieldsOf, type Field } from "./context/fields.ts"
import { harmlessShapes, spansOf, timeShapes } from "./harmless.ts"
import { touching, type Span } from "./spans.ts"

/** What a detector sees of one layer: its text, and what is known about each place in it. */
export interface View {
  text: string
  /** Named values, outer before inner. */
  fields: Field[]
  /** The key of the innermost named value around the place, or the key the whole text was given under. */
  keyAt(start: number): string | undefined
  /** The innermost value around the place whose end is certain, or the whole text: words outside of it do not speak about the place. */
  scopeAt(start: number): Span
  /** Whether a shape that is nobody's data covers the place. */
  harmless(start: number, end: number): boolean
  /** Whether such a shape covers the place and reaches beyond it: the place is a piece of an identifier. */
  within(start: number, end: number): boolean
  /** The same for shapes of times, which a label can overrule. */
  time(start: number, end: number): boolean
  country: string | undefined
}

/** Shapes and fields are looked for when first asked: most texts hold nothing that asks. */
export function view(text: string, key?: string, country?: string): View {
  let fields: Field[] | undefined
  let certain: Span[] | undefined
  let times: Span[] | undefined
  const shapes = (): Span[] => (certain ??= spansOf(harmlessShapes, text))
  const all = (): Field[] => (fields ??= wholeOf(text, key).concat(fieldsOf(text)))
  return {
    text,
    country,
    get fields() {
      return all()
    },
    keyAt: (start) => fieldAt(all(), start, (field) => speaksFor(text, field, start))?.key,
    scopeAt: (start) => fieldAt(all(), start, (field) => field.bounded) ?? { start: 0, end: text.length },
    harmless: (start, end) => touching(shapes(), start, end) !== undefined,
    within: (start, end) => {
      const shape = touching(shapes(), start, end)
      return shape !== undefined && (shape.start < start || shape.end > end)
    },
    time: (start, end) => touching((times ??= spansOf(timeShapes, text)), start, end) !== undefined,
  }
}

const wholeOf = (text: string, key: string | undefined): Field[] =>
  key === undefined ? [] : [{ key, start: 0, end: text.length, bounded: true }]

/** In a line of a log the last value of a query is followed by words that are no longer its own: `?cid=1 phone 0664…`. */
const speaksFor = (text: string, field: Field, start: number): boolean =>
  /["'[]/.test(text[field.start - 1] ?? "") || field.start === 0 || !/\S\s/.test(text.slice(field.start, start))
