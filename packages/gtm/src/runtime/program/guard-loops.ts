import { parse } from "acorn"

/** What a guarded loop calls on every turn; it throws when the turns never end (engine/loop-guard.ts). */
const GUARD = 'google_tag_manager["rm"].turn();'

/** A container's own code runs in the visitor's page: a loop without end there would freeze it. Code that does not parse stays as it is. */
export const guardLoops = (code: string): string => {
  const edits = loopEdits(code)
  return edits.toSorted((a, b) => b.at - a.at).reduce((text, { at, insert }) => text.slice(0, at) + insert + text.slice(at), code)
}

/** The same for every inline script of a custom HTML text. */
export const guardScripts = (html: string): string =>
  html.replace(/(<script\b(?![^>]*\bsrc\s*=)[^>]*>)([\s\S]*?)(<\/script\s*>)/gi, (_all, open: string, code: string, close: string) => open + guardLoops(code) + close)

interface Edit {
  at: number
  insert: string
}

const LOOPS = new Set(["ForStatement", "ForInStatement", "ForOfStatement", "WhileStatement", "DoWhileStatement"])

const loopEdits = (code: string): Edit[] => {
  // A reference becomes a name of the same length, so that every position stays.
  const plain = code.replace(/\{\{[^{}]+\}\}/g, (reference) => "_".repeat(reference.length))
  if (!/\b(?:for|while|do)\b/.test(plain)) return []
  try {
    const edits: Edit[] = []
    walk(parse(plain, { ecmaVersion: "latest", sourceType: "script", allowReturnOutsideFunction: true }), edits)
    return edits
  } catch {
    return []
  }
}

const walk = (node: unknown, edits: Edit[]): void => {
  if (typeof node !== "object" || node === null) return
  if (Array.isArray(node)) return node.forEach((child) => walk(child, edits))
  const body: unknown = LOOPS.has(String(Reflect.get(node, "type"))) ? Reflect.get(node, "body") : undefined
  if (isPlaced(body)) edits.push(...(body.type === "BlockStatement" ? [{ at: body.start + 1, insert: GUARD }] : [{ at: body.start, insert: `{${GUARD}` }, { at: body.end, insert: "}" }]))
  for (const child of Object.values(node)) walk(child, edits)
}

const isPlaced = (node: unknown): node is { type: string; start: number; end: number } => typeof node === "object" && node !== null && "start" in node && "end" in node
