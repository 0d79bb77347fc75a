import { countBefore } from "./search.ts"

/** A text and where each of its units came from in the text that was given. */
export interface Layer {
  text: string
  via: string[]
  /** Per unit of `text`: first unit of its origin, and the unit after its last. Absent in the given text itself. */
  starts?: Uint32Array
  ends?: Uint32Array
  /** What it was made from. Absent in the given text itself. */
  made?: { from: Layer; by: readonly Piece[] }
}

/** A replacement, and where its text stands in the layer that was made. */
interface Piece extends Replacement {
  to: number
}

/** A piece of a layer's text and what it decodes to. */
export interface Replacement {
  start: number
  end: number
  text: string
}

export const originStart = (layer: Layer, at: number): number => layer.starts?.[at] ?? at
export const originEnd = (layer: Layer, end: number): number => layer.ends?.[end - 1] ?? end

/**
 * About where in the given text the place would stand if an encoded piece were as long as what it holds: two values in one piece, whose
 * origin is the same whole piece, have places of their own.
 */
export function placeOf(layer: Layer, at: number): number {
  if (layer.made === undefined) return at
  const { from, by } = layer.made
  // The last piece that begins there or before
  const piece = by[countBefore(by, ({ to }) => to > at) - 1]
  if (piece === undefined) return placeOf(from, at)
  const within = at - piece.to
  const beyond = within - piece.text.length
  return placeOf(from, beyond >= 0 ? piece.end + beyond : piece.start + (within / piece.text.length) * (piece.end - piece.start))
}

/** A new layer in which every replacement (in order, not overlapping) has been made. */
export function replaced(layer: Layer, name: string, replacements: Replacement[]): Layer {
  const size = replacements.reduce((sum, one) => sum + one.text.length - (one.end - one.start), layer.text.length)
  const starts = new Uint32Array(size)
  const ends = new Uint32Array(size)
  const parts: string[] = []
  const by: Piece[] = []
  let from = 0
  let to = 0
  const keep = (until: number): void => {
    parts.push(layer.text.slice(from, until))
    for (; from < until; from++, to++) {
      starts[to] = originStart(layer, from)
      ends[to] = originEnd(layer, from + 1)
    }
  }
  for (const { start, end, text } of replacements) {
    keep(start)
    parts.push(text)
    by.push({ start, end, text, to })
    starts.fill(originStart(layer, start), to, to + text.length)
    ends.fill(originEnd(layer, end), to, to + text.length)
    to += text.length
    from = end
  }
  keep(layer.text.length)
  return { text: parts.join(""), via: [...layer.via, name], starts, ends, made: { from: layer, by } }
}
