import type { BinaryOperator } from "acorn"

/** Sandboxed arithmetic works on primitives; an object's own conversion never runs. */
const plain = (value: unknown): string | number | boolean | null | undefined => {
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? value.map((item) => text(item)).join(",") : "[object Object]"
  if (typeof value === "function") return "function"
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" || value === null || value === undefined ? value : String(value)
}
export const text = (value: unknown): string => String(plain(value))
const number = (value: unknown): number => Number(plain(value))

const add = (left: unknown, right: unknown): unknown => {
  const [a, b] = [plain(left), plain(right)]
  return typeof a === "string" || typeof b === "string" ? String(a) + String(b) : Number(a) + Number(b)
}

const order = (left: unknown, right: unknown, texts: (a: string, b: string) => boolean, numbers: (a: number, b: number) => boolean): boolean =>
  typeof left === "string" && typeof right === "string" ? texts(left, right) : numbers(number(left), number(right))

const loose = (left: unknown, right: unknown): boolean => {
  if (left === right) return true
  if (typeof left === "object" && typeof right === "object" && left !== null && right !== null) return false
  // oxlint-disable-next-line eqeqeq -- this is the operator itself
  return plain(left) == plain(right)
}

const unsupported = (name: string) => (): never => {
  throw new SyntaxError(`${name} is not part of sandboxed JavaScript`)
}

type Operator = Exclude<BinaryOperator, "|>">
const OPERATORS: Record<string, (left: unknown, right: unknown) => unknown> = {
  "+": add, "-": (a, b) => number(a) - number(b), "*": (a, b) => number(a) * number(b), "/": (a, b) => number(a) / number(b),
  "%": (a, b) => number(a) % number(b), "**": (a, b) => number(a) ** number(b),
  "==": loose, "!=": (a, b) => !loose(a, b), "===": (a, b) => a === b, "!==": (a, b) => a !== b,
  "<": (a, b) => order(a, b, (x, y) => x < y, (x, y) => x < y), ">": (a, b) => order(a, b, (x, y) => x > y, (x, y) => x > y),
  "<=": (a, b) => order(a, b, (x, y) => x <= y, (x, y) => x <= y), ">=": (a, b) => order(a, b, (x, y) => x >= y, (x, y) => x >= y),
  "|": (a, b) => number(a) | number(b), "&": (a, b) => number(a) & number(b), "^": (a, b) => number(a) ^ number(b),
  "<<": (a, b) => number(a) << number(b), ">>": (a, b) => number(a) >> number(b), ">>>": (a, b) => number(a) >>> number(b),
  in: (a, b) => typeof b === "object" && b !== null && Object.hasOwn(b, text(a)), instanceof: unsupported("instanceof"),
}

export const binary = (operator: Operator | string, left: unknown, right: unknown): unknown => {
  const run = OPERATORS[operator]
  if (run === undefined) throw new SyntaxError(`the operator ${operator} is not part of sandboxed JavaScript`)
  return run(left, right)
}

const UNARY: Record<string, (value: unknown) => unknown> = {
  "!": (value) => !value, "-": (value) => -number(value), "+": number, "~": (value) => ~number(value), void: () => undefined, typeof: (value) => typeof value,
}
export const unary = (operator: string, value: unknown): unknown => {
  const run = UNARY[operator]
  if (run === undefined) throw new SyntaxError(`${operator} is not part of sandboxed JavaScript`)
  return run(value)
}
