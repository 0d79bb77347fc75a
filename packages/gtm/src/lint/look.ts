import type { Condition, Parameter, Tag, Trigger, Variable } from "@tagwright/formats"
import type { JsonPath } from "../export/json-tree.ts"
import type { Model } from "./model.ts"

export const tagsOf = (model: Model): { tag: Tag; path: JsonPath }[] => (model.version.tag ?? []).map((tag, index) => ({ tag, path: ["containerVersion", "tag", index] }))
export const triggersOf = (model: Model): { trigger: Trigger; path: JsonPath }[] =>
  (model.version.trigger ?? []).map((trigger, index) => ({ trigger, path: ["containerVersion", "trigger", index] }))
export const variablesOf = (model: Model): { variable: Variable; path: JsonPath }[] =>
  (model.version.variable ?? []).map((variable, index) => ({ variable, path: ["containerVersion", "variable", index] }))

/** Where a parameter of an entity stands; the entity itself when it has no such parameter. */
export const parameterPath = (path: JsonPath, parameters: readonly Parameter[] | undefined, key: string): JsonPath => {
  const index = parameters?.findIndex((parameter) => parameter.key === key) ?? -1
  return index < 0 ? path : [...path, "parameter", index]
}

const conditionLists = ["customEventFilter", "filter", "autoEventFilter"] as const
export interface PlacedCondition {
  condition: Condition
  list: (typeof conditionLists)[number]
  path: JsonPath
}
export const conditionsOf = (trigger: Trigger, path: JsonPath): PlacedCondition[] =>
  conditionLists.flatMap((list) => (trigger[list] ?? []).map((condition, index) => ({ condition, list, path: [...path, list, index] })))

/** Custom HTML and custom JavaScript: the two places where people write code. */
export const scriptsOf = (model: Model): { name: string; kind: "html" | "jsm"; code: string; path: JsonPath }[] => [
  ...tagsOf(model).flatMap(({ tag, path }) => (tag.type === "html" ? codeOf(tag.name, "html", tag.parameter, path) : [])),
  ...variablesOf(model).flatMap(({ variable, path }) => (variable.type === "jsm" ? codeOf(variable.name, "jsm", variable.parameter, path) : [])),
]
const codeOf = (name: string, kind: "html" | "jsm", parameters: readonly Parameter[] | undefined, path: JsonPath) => {
  const key = kind === "html" ? "html" : "javascript"
  const parameter = parameters?.find((candidate) => candidate.key === key)
  const code = parameter && "value" in parameter ? parameter.value : undefined
  return code === undefined ? [] : [{ name, kind, code, path: parameterPath(path, parameters, key) }]
}

/** What a text comes to when it is a literal, a constant variable, or a chain of them; undefined when only the page knows. */
export const constantOf = (model: Model, value: string | undefined): string | undefined => {
  const name = value === undefined ? undefined : /^\{\{([^{}]+)\}\}$/.exec(value.trim())?.[1]
  if (name === undefined) return value?.includes("{{") ? undefined : value
  const variable = model.version.variable?.find((candidate) => candidate.name === name && candidate.type === "c")
  const inner = variable?.parameter?.find(({ key }) => key === "value")
  const text = inner && "value" in inner ? inner.value : undefined
  return text === value ? undefined : text?.includes("{{") ? undefined : text
}

/** `a "x"` or `3 …`: how many, for messages. */
export const quote = (text: string): string => `"${text.length > 80 ? `${text.slice(0, 77)}…` : text}"`
