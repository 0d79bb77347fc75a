import type { View } from "../view.ts"

/** How far before a value a word still speaks about it: a short sentence. */
const BEFORE = 90
const AFTER = 30

export interface Words {
  /** The words that announce the kind; must be global. */
  yes: RegExp
  /** The words that announce something else. */
  no?: RegExp
}

/** Near enough that nothing can stand between word and value. */
const ADJACENT = 24

/** Whether the nearest telling word before the place, or else a word right after it, announces the kind. */
export function announced(view: View, start: number, end: number, words: Words): boolean {
  return nearestBefore(view, start, words, BEFORE) ?? wordsAfter(view, start, end).search(words.yes) >= 0
}

/** Whether a word that announces the kind stands directly before the place. */
export const labelledBy = (view: View, start: number, words: Words, reach = ADJACENT): boolean =>
  nearestBefore(view, start, words, reach) === true

/** Whether the nearest telling word before the place announces something else. */
export const denied = (view: View, start: number, words: Words): boolean => nearestBefore(view, start, words, BEFORE) === false

function nearestBefore(view: View, start: number, words: Words, reach: number): boolean | undefined {
  const text = view.text.slice(Math.max(view.scopeAt(start).start, start - reach), start)
  const yes = lastIndex(text, words.yes)
  const no = words.no ? lastIndex(text, words.no) : -1
  return yes < 0 && no < 0 ? undefined : yes > no
}

const wordsAfter = (view: View, start: number, end: number): string =>
  view.text.slice(end, Math.min(view.scopeAt(start).end, end + AFTER)).split(/[.!?;\n]\s/)[0] ?? ""

function lastIndex(text: string, pattern: RegExp): number {
  let last = -1
  for (const { 0: word, index } of text.matchAll(pattern)) last = index + word.length
  return last
}

const WORD_BEFORE = /\p{L}{2,}[\p{Po}\p{Pd}\p{Pe}]{0,2}\s{1,3}["'(<[„“”:]{0,2}$/u
const WORD_AFTER = /^[)"'>\]“”.,!?;:]{0,3}\s{1,3}["'(]?\p{L}{2,}/u

/** Whether the place stands among words, as in a sentence, and not alone or between separators. */
export function inProse(view: View, start: number, end: number): boolean {
  const scope = view.scopeAt(start)
  return (
    WORD_BEFORE.test(view.text.slice(Math.max(scope.start, start - 40), start)) ||
    WORD_AFTER.test(view.text.slice(end, Math.min(scope.end, end + 40)))
  )
}

/** Whether the place is the whole text, but for spaces and quotes. */
export const isAlone = (text: string, start: number, end: number): boolean =>
  /^[\s"']*$/.test(text.slice(0, Math.min(start, 80))) && start < 80 && text.length - end < 80 && /^[\s"']*$/.test(text.slice(end))
