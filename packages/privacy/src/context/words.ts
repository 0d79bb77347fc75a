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
const ADJACENT = 14

/** Whether a word that announces the kind stands directly before the place. */
export const labelledBy = (text: string, start: number, words: Words): boolean => announced(text.slice(Math.max(0, start - ADJACENT), start), ADJACENT, ADJACENT, words)

/** Whether the nearest telling word before the place, or a word right after it, announces the kind. */
export function announced(text: string, start: number, end: number, words: Words): boolean {
  const before = text.slice(Math.max(0, start - BEFORE), start)
  const yes = lastIndex(before, words.yes)
  const no = words.no ? lastIndex(before, words.no) : -1
  if (yes >= 0 || no >= 0) return yes > no
  return text.slice(end, end + AFTER).split(/[.!?;\n]\s/)[0]?.search(words.yes) !== -1
}

function lastIndex(text: string, pattern: RegExp): number {
  let last = -1
  for (const { 0: word, index } of text.matchAll(pattern)) last = index + word.length
  return last
}

const WORD_BEFORE = /\p{L}{2,}[\p{Po}\p{Pd}\p{Pe}]{0,2}\s{1,3}["'(<\[„“”:]{0,2}$/u
const WORD_AFTER = /^[)"'>\]“”.,!?;:]{0,3}\s{1,3}["'(]?\p{L}{2,}/u

/** Whether the place stands among words, as in a sentence, and not alone or between separators. */
export const inProse = (text: string, start: number, end: number): boolean =>
  WORD_BEFORE.test(text.slice(Math.max(0, start - 40), start)) || WORD_AFTER.test(text.slice(end, end + 40))

/** Whether the place is the whole text, but for spaces and quotes. */
export const isAlone = (text: string, start: number, end: number): boolean =>
  /^[\s"']*$/.test(text.slice(0, Math.min(start, 80))) && start < 80 && text.length - end < 80 && /^[\s"']*$/.test(text.slice(end))
