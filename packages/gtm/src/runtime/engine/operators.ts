import type { Operator } from "../program/program.ts"
import { demandCheap } from "./regex-guard.ts"
import { normaliseUrl } from "./url-match.ts"

export type Test = (left: unknown, right: unknown, ignoreCase: boolean) => boolean

/** Patterns may be made of variables, so the store of compiled ones is bounded. */
const MOST_PATTERNS = 500
const patterns = new Map<string, RegExp | null>()

/** `null` for a pattern that does not compile: such a condition is false (fact B3). */
export const pattern = (source: string, flags: string): RegExp | null => {
  const key = `${flags}/${source}`
  const known = patterns.get(key)
  if (known !== undefined) return known
  if (patterns.size >= MOST_PATTERNS) patterns.clear()
  const made = tryPattern(source, flags)
  patterns.set(key, made)
  return made
}

const tryPattern = (source: string, flags: string): RegExp | null => {
  try {
    return new RegExp(source, flags)
  } catch {
    return null
  }
}

/** Throws `EndlessPattern` where the search would not end soon. */
export const matches = (input: string, source: string, ignoreCase: boolean): boolean => {
  const regex = pattern(source, ignoreCase ? "i" : "")
  if (regex === null) return false
  demandCheap(source, ignoreCase, input)
  return regex.test(input)
}

/** undefined never matches a comparison; "" and null count as 0 (fact B3). */
const numeric = (compare: (left: number, right: number) => boolean): Test => (left, right) =>
  left !== undefined && right !== undefined && compare(Number(left), Number(right))

const matchesSelector: Test = (left, right) => {
  if (typeof left !== "object" || left === null || !("matches" in left) || typeof left.matches !== "function") return false
  try {
    return Reflect.apply(left.matches, left, [String(right)]) === true
  } catch {
    return false
  }
}

export const TESTS: Record<Operator, Test> = {
  EQUALS: (left, right) => String(left) === String(right),
  CONTAINS: (left, right) => String(left).includes(String(right)),
  STARTS_WITH: (left, right) => String(left).startsWith(String(right)),
  ENDS_WITH: (left, right) => String(left).endsWith(String(right)),
  MATCH_REGEX: (left, right, ignoreCase) => matches(String(left), String(right), ignoreCase),
  GREATER: numeric((left, right) => left > right),
  GREATER_OR_EQUALS: numeric((left, right) => left >= right),
  LESS: numeric((left, right) => left < right),
  LESS_OR_EQUALS: numeric((left, right) => left <= right),
  CSS_SELECTOR: matchesSelector,
  URL_MATCHES: (left, right) => normaliseUrl(String(left)) === normaliseUrl(String(right)),
}

export const WORDS: Record<Operator, string> = {
  EQUALS: "equals", CONTAINS: "contains", STARTS_WITH: "starts with", ENDS_WITH: "ends with", MATCH_REGEX: "matches RegEx",
  GREATER: "greater than", GREATER_OR_EQUALS: "greater than or equals", LESS: "less than", LESS_OR_EQUALS: "less than or equals",
  CSS_SELECTOR: "matches CSS selector", URL_MATCHES: "matches URL",
}
