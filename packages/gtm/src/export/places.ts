import type { Place } from "@tagwright/formats"
import { nodeAt, type JsonNode, type JsonPath } from "./json-tree.ts"

/** Turns offsets into lines and columns, both from 1; columns in UTF-16 units. */
export const lineIndex = (text: string) => {
  let starts: number[] | undefined
  return (offset: number): { line: number; column: number } => {
    starts ??= lineStarts(text)
    const line = lastAtOrBefore(starts, offset)
    return { line: line + 1, column: offset - (starts[line] ?? 0) + 1 }
  }
}

const lineStarts = (text: string): number[] => {
  const starts = [0]
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1)
  return starts
}

const lastAtOrBefore = (starts: readonly number[], offset: number): number => {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((starts[middle] ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return low
}

const dotted = (path: JsonPath): string => path.join(".")

/** Finds the place of a path; a path that is not there gets the place of its nearest ancestor. */
export const locator = (file: string, text: string, root: JsonNode) => {
  const lineOf = lineIndex(text)
  return (path: JsonPath): Place => {
    for (let length = path.length; ; length--) {
      const node = nodeAt(root, path.slice(0, length))
      if (node && node.start >= 0) return { file, ...lineOf(node.start), path: dotted(path) }
      if (length === 0) return { file, path: dotted(path) }
    }
  }
}
