/**
 * JSON as it stands in the file: raw spelling of every string and number, member order, duplicate members, positions.
 * `JSON.parse` loses all four, and Tag Manager's escapes (`\u003c`) differ between years, so a rewrite would not be byte-equal.
 */
export type JsonNode = JsonObject | JsonArray | JsonScalar

export interface JsonObject {
  kind: "object"
  /** Offset in UTF-16 units where the value starts; -1 for nodes that did not come from a file. */
  start: number
  members: JsonMember[]
}
export interface JsonMember {
  /** The key as spelled, quotes included. */
  rawKey: string
  keyStart: number
  value: JsonNode
}
export interface JsonArray {
  kind: "array"
  start: number
  items: JsonNode[]
}
interface JsonScalar {
  kind: "scalar"
  start: number
  /** A string (quotes included), number, true, false or null as spelled. */
  raw: string
}

/** Any JSON value, as a plain JavaScript value. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

/** Where a value stands inside a document: member names and list indices from the root. */
export type JsonPath = readonly (string | number)[]

const keyOf = (member: JsonMember): string => String(JSON.parse(member.rawKey))

/** The child under a member name (the last one wins, as in `JSON.parse`) or list index. */
export const child = (node: JsonNode | undefined, step: string | number): JsonNode | undefined => {
  if (node?.kind === "array") return node.items[Number(step)]
  if (node?.kind === "object") return node.members.findLast((member) => keyOf(member) === String(step))?.value
  return undefined
}

/** The node at a path, or undefined when the path leads nowhere. */
export const nodeAt = (root: JsonNode, path: JsonPath): JsonNode | undefined =>
  path.reduce<JsonNode | undefined>((node, step) => child(node, step), root)

/** A tree for a plain value, spelled as `JSON.stringify` does. */
export const treeOf = (value: Json): JsonNode => {
  if (Array.isArray(value)) return { kind: "array", start: -1, items: value.map(treeOf) }
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).map(([key, item]) => ({ rawKey: JSON.stringify(key), keyStart: -1, value: treeOf(item) }))
    return { kind: "object", start: -1, members }
  }
  return { kind: "scalar", start: -1, raw: JSON.stringify(value) }
}
