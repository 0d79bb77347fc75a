import type { JsonArray, JsonNode, JsonObject } from "./json-tree.ts"

/** How a file is laid out around its values. */
export interface JsonStyle {
  /** Spaces or tabs per level; empty: everything on one line. */
  indent: string
  newline: "\n" | "\r\n"
  /** What stands after the last bracket. Tag Manager writes nothing; editors add a line break. */
  end: string
}

/** The layout of Tag Manager's own exports: 4 spaces; line breaks and what follows the end as the file has them. */
export const tagManagerStyle = (text: string): JsonStyle => ({ ...styleOf(text), indent: "    " })

/** The layout a file has, read off its first indented line. */
export const styleOf = (text: string): JsonStyle => ({
  indent: /^\s*[{[]\r?\n([ \t]*)/.exec(text)?.[1] ?? "",
  newline: /\r?\n/.exec(text)?.[0] === "\r\n" ? "\r\n" : "\n",
  end: text.slice(text.trimEnd().length),
})

/** Writes a tree in a style; spelling of keys, strings and numbers is kept. */
export const writeTree = (root: JsonNode, style: JsonStyle): string => {
  const parts: string[] = []
  writeNode(root, style, style.newline, parts)
  parts.push(style.end)
  return parts.join("")
}

const writeNode = (node: JsonNode, style: JsonStyle, margin: string, parts: string[]): void => {
  if (node.kind === "scalar") parts.push(node.raw)
  else if (node.kind === "array") writeArray(node, style, margin, parts)
  else writeObject(node, style, margin, parts)
}

const writeArray = (node: JsonArray, style: JsonStyle, margin: string, parts: string[]): void => {
  const inner = margin + style.indent
  node.items.forEach((item, index) => {
    parts.push(opening(index === 0 ? "[" : ",", style, inner))
    writeNode(item, style, inner, parts)
  })
  parts.push(closing("[]", node.items.length, style, margin))
}

const writeObject = (node: JsonObject, style: JsonStyle, margin: string, parts: string[]): void => {
  const inner = margin + style.indent
  const colon = style.indent === "" ? ":" : ": "
  node.members.forEach((member, index) => {
    parts.push(opening(index === 0 ? "{" : ",", style, inner), member.rawKey, colon)
    writeNode(member.value, style, inner, parts)
  })
  parts.push(closing("{}", node.members.length, style, margin))
}

const opening = (mark: string, style: JsonStyle, inner: string): string => (style.indent === "" ? mark : mark + inner)
const closing = (pair: "[]" | "{}", count: number, style: JsonStyle, margin: string): string =>
  count === 0 ? pair : style.indent === "" ? pair.charAt(1) : margin + pair.charAt(1)
