/** A text and where each of its units came from in the text that was given. */
export interface Layer {
  text: string
  via: string[]
  /** Per unit of `text`: first unit of its origin, and the unit after its last. Absent in the given text itself. */
  starts?: Uint32Array
  ends?: Uint32Array
}

/** A piece of a layer's text and what it decodes to. */
export interface Replacement {
  start: number
  end: number
  text: string
}

export const originStart = (layer: Layer, at: number): number => layer.starts?.[at] ?? at
export const originEnd = (layer: Layer, end: number): number => layer.ends?.[end - 1] ?? end

/** A new layer in which every replacement (in order, not overlapping) has been made. */
export function replaced(layer: Layer, name: string, replacements: Replacement[]): Layer {
  const size = replacements.reduce((sum, one) => sum + one.text.length - (one.end - one.start), layer.text.length)
  const starts = new Uint32Array(size)
  const ends = new Uint32Array(size)
  const parts: string[] = []
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
    starts.fill(originStart(layer, start), to, to + text.length)
    ends.fill(originEnd(layer, end), to, to + text.length)
    to += text.length
    from = end
  }
  keep(layer.text.length)
  return { text: parts.join(""), via: [...layer.via, name], starts, ends }
}
