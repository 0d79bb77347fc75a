import { child, type Json, type JsonNode, type JsonObject, type JsonPath, nodeAt, treeOf } from "./json-tree.ts"

/** A change to the file that touches nothing else. */
export type Edit = { remove: JsonPath } | { append: JsonPath; value: Json }

/**
 * Changes a tree in place. Paths count in the tree as it was given. A list that loses its last item goes away with its
 * member, because Tag Manager leaves empty lists out; a list that is missing is made.
 */
export const applyEdits = (root: JsonNode, edits: readonly Edit[]): void => {
  const removals = edits.flatMap((edit) => ("remove" in edit ? [edit.remove] : []))
  // Removing from the end keeps the indices of what is still to be removed.
  for (const path of removals.toSorted((a, b) => Number(b.at(-1)) - Number(a.at(-1)))) removeAt(root, path)
  for (const edit of edits) if ("append" in edit) appendAt(root, edit.append, edit.value)
}

const removeAt = (root: JsonNode, path: JsonPath): void => {
  const listPath = path.slice(0, -1)
  const list = nodeAt(root, listPath)
  if (list?.kind !== "array") return
  list.items.splice(Number(path.at(-1)), 1)
  const owner = nodeAt(root, listPath.slice(0, -1))
  if (list.items.length === 0 && owner?.kind === "object") owner.members = owner.members.filter(({ value }) => value !== list)
}

const appendAt = (root: JsonNode, path: JsonPath, value: Json): void => {
  const owner = nodeAt(root, path.slice(0, -1))
  const key = path.at(-1)
  if (owner?.kind !== "object" || key === undefined) return
  const found = child(owner, key)
  const list = found?.kind === "array" ? found : addList(owner, String(key))
  list.items.push(treeOf(value))
}

/** Entity lists stand before the version's fingerprint. */
const addList = (owner: JsonObject, key: string) => {
  const value = { kind: "array" as const, start: -1, items: [] as JsonNode[] }
  const before = owner.members.findIndex(({ rawKey }) => rawKey === '"fingerprint"')
  owner.members.splice(before < 0 ? owner.members.length : before, 0, { rawKey: JSON.stringify(key), keyStart: -1, value })
  return value
}
