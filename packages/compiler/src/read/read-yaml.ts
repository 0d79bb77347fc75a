import { Fault } from "@tagwright/formats"
import { isMap, isNode, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml"
import type { PlanPath, PlanSource } from "./source.ts"
import { pathText } from "./source.ts"

/** YAML, and JSON as the part of YAML it is: one reader, so that places mean the same in both. */
export const readYaml = (file: string, text: string): PlanSource => {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true })
  const [error] = document.errors
  const place = (offset: number, path: PlanPath) => {
    const { line, col } = lines.linePos(offset)
    return { file, line, column: col, path: pathText(path) }
  }
  if (error !== undefined) {
    const why = file.endsWith(".json") ? "JSON" : "YAML"
    throw new Fault("plan", `not valid ${why}: ${error.message.replace(/\.$/, "")}`, "Mend the syntax at that place", { at: place(error.pos[0], []) })
  }
  return {
    file,
    value: document.toJS(),
    locate: (path) => place(offsetOf(document.contents, path), path),
  }
}

/** Start of the key of the last step, or of the nearest ancestor that exists. */
const offsetOf = (root: Node | null, path: PlanPath): number => {
  let node: unknown = root
  let offset = root?.range?.[0] ?? 0
  for (const part of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part))
      if (pair === undefined) break
      offset = (isNode(pair.key) ? pair.key.range?.[0] : undefined) ?? offset
      node = pair.value
    } else if (isSeq(node) && typeof part === "number") {
      const item: unknown = node.items[part]
      if (item === undefined) break
      offset = (isNode(item) ? item.range?.[0] : undefined) ?? offset
      node = item
    } else break
  }
  return offset
}
