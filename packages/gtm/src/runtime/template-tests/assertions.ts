import { text } from "../sandbox/operators.ts"

/** An assertion of a template's own test did not hold. */
export class TestFailure extends Error {}

const members = (value: object): string[] => Object.keys(value).filter((key) => Reflect.get(value, key) !== undefined)

/** What a function was called with counts as a list. */
const isList = (value: object): boolean => Array.isArray(value) || Object.prototype.toString.call(value) === "[object Arguments]"

/** Deep equality as the test API means it: values and structure; functions by identity, and a member that is undefined is none. */
export const same = (a: unknown, b: unknown): boolean => {
  if (Object.is(a, b) || a === b) return true
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null || isList(a) !== isList(b)) return false
  const [keys, others] = isList(a) ? [Object.keys(a), Object.keys(b)] : [members(a), members(b)]
  return keys.length === others.length && keys.every((key) => Object.hasOwn(b, key) && same(Reflect.get(a, key), Reflect.get(b, key)))
}

export const show = (value: unknown): string => {
  if (typeof value === "function") return "a function"
  try {
    return JSON.stringify(value) ?? "undefined"
  } catch {
    return text(value)
  }
}

type Check = (actual: unknown, ...expected: unknown[]) => boolean
const listed = (value: unknown): unknown[] => (Array.isArray(value) ? value : typeof value === "string" ? [...value] : [])
/** `isAnyOf(1, 2)` and `isAnyOf([1, 2])` mean the same. */
const spread = (values: unknown[]): unknown[] => (values.length === 1 && Array.isArray(values[0]) ? values[0] : values)
const has = (actual: unknown, wanted: unknown): boolean =>
  typeof actual === "string" ? actual.includes(text(wanted)) : listed(actual).some((one) => same(one, wanted))
const exactly = (actual: unknown, wanted: unknown[]): boolean => {
  const all = listed(actual)
  return all.length === wanted.length && wanted.every((one) => has(actual, one))
}
const number = (value: unknown): number => (typeof value === "number" ? value : Number.NaN)
const size = (value: unknown): number => (typeof value === "string" || Array.isArray(value) ? value.length : typeof value === "object" && value !== null ? Object.keys(value).length : -1)

/** What `assertThat(…)` offers (developers.google.com, custom template tests). */
const CHECKS: Record<string, Check> = {
  isUndefined: (a) => a === undefined, isDefined: (a) => a !== undefined, isNull: (a) => a === null, isNotNull: (a) => a !== null,
  isFalse: (a) => a === false, isTrue: (a) => a === true, isFalsy: (a) => !a, isTruthy: (a) => Boolean(a), isNaN: (a) => Number.isNaN(a), isNotNaN: (a) => !Number.isNaN(a),
  isInfinity: (a) => a === Infinity || a === -Infinity, isNotInfinity: (a) => a !== Infinity && a !== -Infinity,
  isEqualTo: (a, b) => same(a, b), isNotEqualTo: (a, b) => !same(a, b), isStrictlyEqualTo: (a, b) => a === b, isNotStrictlyEqualTo: (a, b) => a !== b,
  isAnyOf: (a, ...all) => spread(all).some((one) => same(a, one)), isNoneOf: (a, ...all) => !spread(all).some((one) => same(a, one)),
  isGreaterThan: (a, b) => number(a) > number(b), isGreaterThanOrEqualTo: (a, b) => number(a) >= number(b),
  isLessThan: (a, b) => number(a) < number(b), isLessThanOrEqualTo: (a, b) => number(a) <= number(b),
  contains: (a, ...all) => all.every((one) => has(a, one)) || spread(all).every((one) => has(a, one)), doesNotContain: (a, ...all) => !all.some((one) => has(a, one)),
  containsExactly: (a, ...all) => exactly(a, all) || exactly(a, spread(all)), doesNotContainExactly: (a, ...all) => !exactly(a, spread(all)),
  hasLength: (a, length) => size(a) === length, isEmpty: (a) => size(a) === 0, isNotEmpty: (a) => size(a) > 0,
  isArray: (a) => Array.isArray(a), isBoolean: (a) => typeof a === "boolean", isFunction: (a) => typeof a === "function", isNumber: (a) => typeof a === "number",
  isObject: (a) => typeof a === "object" && a !== null && !Array.isArray(a), isString: (a) => typeof a === "string",
}

/** Every check answers the same face again, so that checks can be chained. */
export const assertThat = (actual: unknown, message?: unknown): Record<string, unknown> => {
  const face: Record<string, unknown> = {}
  for (const [name, check] of Object.entries(CHECKS))
    face[name] = (...expected: unknown[]) => {
      if (!check(actual, ...expected)) throw new TestFailure(`${message === undefined ? "" : `${text(message)}: `}expected ${[show(actual), name, ...expected.map(show)].join(" ")}`)
      return face
    }
  return face
}

/** What `assertApi(…)` offers about the calls an API got. */
export const assertCalls = (name: string, calls: readonly (readonly unknown[])[]): Record<string, unknown> => {
  const face: Record<string, unknown> = {}
  const demand = (holds: boolean, what: string): Record<string, unknown> => {
    if (!holds) throw new TestFailure(`expected ${name} ${what}; it was called ${calls.length === 0 ? "never" : `with ${calls.map((args) => show(args)).join(", ")}`}`)
    return face
  }
  const hit = (expected: unknown[]): boolean => calls.some((args) => same([...args], expected))
  return Object.assign(face, {
    wasCalled: () => demand(calls.length > 0, "to have been called"), wasNotCalled: () => demand(calls.length === 0, "not to have been called"),
    wasCalledWith: (...expected: unknown[]) => demand(hit(expected), `to have been called with ${show(expected)}`),
    wasNotCalledWith: (...expected: unknown[]) => demand(!hit(expected), `not to have been called with ${show(expected)}`),
  })
}
