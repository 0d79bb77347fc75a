import { countBefore } from "./search.ts"

/** A place in a text: UTF-16 offsets, the end exclusive. */
export interface Span {
  start: number
  end: number
}

/** The first of the spans (in order, none over another) that touches the place. */
export function touching<S extends Span>(spans: readonly S[], start: number, end: number): S | undefined {
  const next = spans[firstAfter(spans, start)]
  return next !== undefined && next.start < end ? next : undefined
}

/** Index of the first span that ends after the place. */
export const firstAfter = (spans: readonly Span[], place: number): number => countBefore(spans, ({ end }) => end > place)
