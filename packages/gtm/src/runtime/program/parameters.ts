import type { Parameter } from "@tagwright/formats"
import type { Expr, Params } from "./program.ts"
import { parseText, type Lookup } from "./reference.ts"

/** One export parameter as a value: booleans and integers become JSON values, tables lists of maps (format 16). */
export const toExpr = (parameter: Parameter | undefined, lookup: Lookup): Expr => {
  if (parameter === undefined) return null
  if (parameter.type === "LIST") return { list: (parameter.list ?? []).map((item) => toExpr(item, lookup)) }
  if (parameter.type === "MAP") return { map: (parameter.map ?? []).map((item) => entry(item, lookup)) }
  const value = parameter.value === undefined ? "" : String(parameter.value)
  if (parameter.type === "BOOLEAN" && (value === "true" || value === "false")) return value === "true"
  if (parameter.type === "INTEGER" && /^-?\d+$/.test(value)) return Number(value)
  return parseText(value, lookup)
}

const entry = (parameter: Parameter, lookup: Lookup): [Expr, Expr] => [parseText(parameter.key ?? "", lookup), toExpr(parameter, lookup)]

/** All parameters of an entity by key. Fields written without a value count as not set (format 3). */
export const toParams = (parameters: Parameter[] | undefined, lookup: Lookup): Params => {
  const params: Params = {}
  for (const parameter of parameters ?? []) {
    if (parameter.key === undefined || isEmpty(parameter)) continue
    params[parameter.key] = toExpr(parameter, lookup)
  }
  return params
}

const isEmpty = (parameter: Parameter): boolean =>
  parameter.type !== "LIST" && parameter.type !== "MAP" && parameter.value === undefined

/** The plain text of a parameter, for fields that never hold a variable. */
export const plain = (parameters: Parameter[] | undefined, key: string): string | undefined => {
  const found = parameters?.find((parameter) => parameter.key === key)
  return found === undefined || found.type === "LIST" || found.type === "MAP" ? undefined : found.value
}

export const isTrue = (parameter: Parameter | undefined): boolean =>
  parameter !== undefined && parameter.type !== "LIST" && parameter.type !== "MAP" && parameter.value === "true"
