import { EndlessPattern } from "./regex-guard.ts"
import { parsePattern, type Pattern } from "./regex-steps.ts"

/** A search may take this many steps: some hundredths of a second. What needs more is a pattern that explodes. */
const MOST_STEPS = 200_000
/** Below this worst case a pattern without nested repetition is run at once. */
const CHEAP = 10_000_000

const MOST_PATTERNS = 500
const parsed = new Map<string, Pattern | undefined>()

const read = (source: string, ignoreCase: boolean): Pattern | undefined => {
  const key = `${ignoreCase ? "i" : ""}/${source}`
  if (parsed.has(key)) return parsed.get(key)
  if (parsed.size >= MOST_PATTERNS) parsed.clear()
  const made = parsePattern(source, ignoreCase)
  parsed.set(key, made)
  return made
}

/** Whether a pattern can cost more than its text is long; what is known only at run time could be anything. */
export const mayExplode = (source: string, ignoreCase: boolean): boolean => {
  const pattern = read(source, ignoreCase)
  return pattern === undefined ? false : pattern.nested || pattern.repeats > 1
}

/**
 * Lets a pattern through when its search on this text ends soon, and throws when it does not. Patterns that repeat what
 * already repeats are first run by a matcher that counts its steps: engines offer no limit of their own, and a page has no second thread.
 */
export const countSteps = (source: string, ignoreCase: boolean, input: string): void => {
  // Without a second repetition or a branch nothing can multiply.
  if ((source.match(/[*+{|]/g)?.length ?? 0) < 2) return
  const pattern = read(source, ignoreCase)
  if (pattern === undefined || (!pattern.nested && (input.length + 1) ** (pattern.repeats + 1) < CHEAP)) return
  if (!pattern.endsWithin(MOST_STEPS, input)) throw new EndlessPattern(`the pattern ${source.slice(0, 80)} takes too long on a text of ${input.length} characters`)
}
