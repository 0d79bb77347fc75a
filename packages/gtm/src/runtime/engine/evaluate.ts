import type { Abilities } from "./runtime.ts"
import type { Format, VariableDef } from "../program/program.ts"
import type { Frame } from "./frame.ts"
import type { Runtime } from "./runtime.ts"

/** Evaluates variables: never cached, `undefined` for one that refers to itself, `false` for one that breaks (facts B2.2, B7). */
export const makeEvaluator = (readers: Abilities["variables"]) => {
  const active = new Set<VariableDef>()
  return (variable: VariableDef, frame: Frame, runtime: Runtime): unknown => {
    if (active.has(variable)) {
      runtime.report("variable", variable.name, "refers to itself; its value is undefined")
      return undefined
    }
    active.add(variable)
    try {
      const value = read(readers, variable, frame, runtime)
      return variable.format === undefined ? value : applyFormat(value, variable.format, frame, runtime)
    } finally {
      active.delete(variable)
    }
  }
}

const read = (readers: Abilities["variables"], variable: VariableDef, frame: Frame, runtime: Runtime): unknown => {
  try {
    return readers[variable.kind]?.(variable, frame, runtime)
  } catch (error) {
    runtime.report("variable", variable.name, `threw: ${errorText(error)}`)
    return variable.kind === "jsm" ? undefined : false
  }
}

/** What was thrown may itself be hostile: its text is asked for with care. */
export const errorText = (error: unknown): string => {
  try {
    return typeof error === "object" && error !== null && "message" in error ? String(error.message) : String(error)
  } catch {
    return "something that cannot be shown"
  }
}

/** Order as documented: case, null, undefined, true, false (fact B7). */
const applyFormat = (input: unknown, format: Format, frame: Frame, runtime: Runtime): unknown => {
  let value = input
  if (format.case !== undefined && typeof value === "string") value = format.case === "lower" ? value.toLowerCase() : value.toUpperCase()
  if (format.ifNull !== undefined && value === null) value = runtime.resolve(format.ifNull, frame)
  if (format.ifUndefined !== undefined && value === undefined) value = runtime.resolve(format.ifUndefined, frame)
  if (format.ifTrue !== undefined && value === true) value = runtime.resolve(format.ifTrue, frame)
  if (format.ifFalse !== undefined && value === false) value = runtime.resolve(format.ifFalse, frame)
  return value
}
