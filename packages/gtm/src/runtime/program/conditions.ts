import type { Condition } from "@tagwright/formats"
import { isTrue } from "./parameters.ts"
import type { ConditionDef, Expr, Operator } from "./program.ts"
import { parseText, type Lookup } from "./reference.ts"

/** Every operator an export can name (format 7). */
export const OPERATORS: Record<Operator, true> = {
  EQUALS: true, CONTAINS: true, STARTS_WITH: true, ENDS_WITH: true, MATCH_REGEX: true, GREATER: true,
  GREATER_OR_EQUALS: true, LESS: true, LESS_OR_EQUALS: true, CSS_SELECTOR: true, URL_MATCHES: true,
}
const isOperator = (type: string): type is Operator => Object.hasOwn(OPERATORS, type)

export interface Negatable {
  index: number
  negate: boolean
}

/** The table of distinct conditions: equal ones share an index, so that each is evaluated once per event (fact B2.2). */
export class ConditionTable {
  readonly all: ConditionDef[] = []
  private readonly known = new Map<string, number>()

  add(condition: ConditionDef): number {
    const key = JSON.stringify(condition)
    const index = this.known.get(key) ?? this.all.push(condition) - 1
    this.known.set(key, index)
    return index
  }

  /** `undefined` when the operator is not one Tag Manager has. */
  addExport(condition: Condition, lookup: Lookup): Negatable | undefined {
    if (!isOperator(condition.type)) return undefined
    const side = (key: string): Expr => {
      const found = condition.parameter.find((parameter) => parameter.key === key)
      return found === undefined || found.type === "LIST" || found.type === "MAP" ? "" : parseText(found.value ?? "", lookup)
    }
    const flag = (key: string): boolean => isTrue(condition.parameter.find((parameter) => parameter.key === key))
    const made: ConditionDef = { op: condition.type, left: side("arg0"), right: side("arg1") }
    if (flag("ignore_case")) made.ignoreCase = true
    return { index: this.add(made), negate: flag("negate") }
  }
}
