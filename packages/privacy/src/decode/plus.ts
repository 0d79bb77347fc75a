import type { Replacement } from "../layer.ts"

/** `+` for a space, as forms send it: only inside a word that is part of a query, or when the whole text has no space. */
export function plus(text: string): Replacement[] {
  if (!text.includes("+") || (!text.includes("=") && /\s/.test(text))) return []
  return [...text.matchAll(/\+/g)]
    .filter(({ index }) => !/\s/.test((text[index - 1] ?? "") + (text[index + 1] ?? "")))
    .map(({ index }) => ({ start: index, end: index + 1, text: " " }))
}
