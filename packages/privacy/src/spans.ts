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
export function firstAfter(spans: readonly Span[], place: number): number {
  let low = 0
  let high = spans.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((spans[middle]?.end ?? 0) <= place) low = middle + 1
    else high = middle
  }
  return low
}
