import type { Condition, Parameter } from "@tagwright/formats"
import { tableOf } from "./table.ts"

const none: readonly Parameter[] = []

export const find = (parameters: readonly Parameter[] | undefined, key: string): Parameter | undefined => parameters?.find((parameter) => parameter.key === key)

/** The text of a parameter; undefined when it is absent or not set. */
export const valueOf = (parameters: readonly Parameter[] | undefined, key: string): string | undefined => text(find(parameters, key))

export const text = (parameter: Parameter | undefined): string | undefined => (parameter && "value" in parameter ? parameter.value : undefined)

export const listOf = (parameter: Parameter | undefined): readonly Parameter[] => (parameter && "list" in parameter ? (parameter.list ?? none) : none)
export const mapOf = (parameter: Parameter | undefined): readonly Parameter[] => (parameter && "map" in parameter ? (parameter.map ?? none) : none)

/** The rows of a table parameter, each as a plain record of its columns. */
export const rowsOf = (parameters: readonly Parameter[] | undefined, key: string): Record<string, string>[] =>
  listOf(find(parameters, key)).map((row) => Object.fromEntries(mapOf(row).map((cell) => [cell.key ?? "", text(cell) ?? ""])))

/** A condition as data. */
export interface ConditionParts {
  subject: string
  operand: string
  negate: boolean
  ignoreCase: boolean
}

export const conditionParts = (condition: Condition): ConditionParts => ({
  subject: valueOf(condition.parameter, "arg0") ?? "",
  operand: valueOf(condition.parameter, "arg1") ?? "",
  negate: valueOf(condition.parameter, "negate") === "true",
  ignoreCase: valueOf(condition.parameter, "ignore_case") === "true",
})

const operators: Readonly<Record<string, readonly [plain: string, negated: string]>> = tableOf({
  EQUALS: ["equals", "does not equal"],
  CONTAINS: ["contains", "does not contain"],
  STARTS_WITH: ["starts with", "does not start with"],
  ENDS_WITH: ["ends with", "does not end with"],
  MATCH_REGEX: ["matches RegEx", "does not match RegEx"],
  CSS_SELECTOR: ["matches CSS selector", "does not match CSS selector"],
  URL_MATCHES: ["matches URL", "does not match URL"],
  LESS: ["is less than", "is not less than"],
  LESS_OR_EQUALS: ["is less than or equal to", "is not less than or equal to"],
  GREATER: ["is greater than", "is not greater than"],
  GREATER_OR_EQUALS: ["is greater than or equal to", "is not greater than or equal to"],
})
export const isOperator = (type: string): boolean => Object.hasOwn(operators, type)

/** A condition as people read it in Tag Manager, e.g. `{{Page Path}} does not contain /thanks`. */
export const describeCondition = (condition: Condition): string => {
  const { subject, operand, negate, ignoreCase } = conditionParts(condition)
  const words = operators[condition.type]?.[negate ? 1 : 0] ?? `${negate ? "not " : ""}${condition.type}`
  return `${subject} ${words}${ignoreCase ? " (ignore case)" : ""} ${operand}`
}

/** Names inside `{{ }}`, in order. A name has no braces and no line break. */
export const referencesIn = (value: string): string[] => (value.includes("{{") ? [...value.matchAll(/\{\{([^{}\r\n]+)\}\}/g)].map((match) => match[1] ?? "") : [])
