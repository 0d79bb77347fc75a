import type { Escape, Expr } from "./program.ts"

/** Finds the index of a variable by its name; -1 when there is none. */
export type Lookup = (name: string) => number

const REFERENCE = /\{\{([^{}]+)\}\}/g

/** `{{Name}}` alone keeps the variable's type; with text around it the parts are joined (format 2.2). */
export const parseText = (text: string, lookup: Lookup): Expr => {
  const parts = splitReferences(text, (name) => ({ ref: lookup(name) }))
  if (parts.length === 0) return ""
  const [only] = parts
  return parts.length === 1 && only !== undefined ? only : { text: parts }
}

/** Cuts a text at its references; `at` is told where each one stands, so that it can decide how to escape it. */
export const splitReferences = (text: string, make: (name: string, at: number) => Expr): Expr[] => {
  const parts: Expr[] = []
  let end = 0
  for (const found of text.matchAll(REFERENCE)) {
    if (found.index > end) parts.push(text.slice(end, found.index))
    parts.push(make((found[1] ?? "").trim(), found.index))
    end = found.index + found[0].length
  }
  if (end < text.length) parts.push(text.slice(end))
  return parts
}

/** The same with an escape per position: what custom HTML and custom JavaScript need. */
export const splitEscaped = (text: string, lookup: Lookup, escapeAt: (at: number) => Escape): Expr => ({
  text: splitReferences(text, (name, at) => ({ escape: escapeAt(at), of: { ref: lookup(name) } })),
})
