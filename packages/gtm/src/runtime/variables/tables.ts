import { matches, pattern } from "../engine/operators.ts"
import { rows, type Runtime, type VariableReader } from "../engine/runtime.ts"
import type { Frame } from "../engine/frame.ts"
import type { VariableDef } from "../program/program.ts"

const fallback = (variable: VariableDef, frame: Frame, runtime: Runtime): unknown =>
  runtime.resolve(variable.params["setDefaultValue"], frame) === true ? runtime.resolve(variable.params["defaultValue"], frame) : undefined

/** Exact, case-sensitive match of the input's text as an own key: of two equal rows the later one counts (fact B7). */
export const lookupTable: VariableReader = (variable, frame, runtime) => {
  const input = String(runtime.resolve(variable.params["input"], frame))
  const table = new Map(tableRows(variable).map(({ key, value }) => [String(runtime.resolve(key, frame)), runtime.resolve(value, frame)]))
  return table.has(input) ? table.get(input) : fallback(variable, frame, runtime)
}

/** First pattern that hits; whole match, case and captures as chosen (fact B7). */
export const regexTable: VariableReader = (variable, frame, runtime) => {
  const on = (key: string): boolean => runtime.resolve(variable.params[key], frame) === true
  const input = String(runtime.resolve(variable.params["input"], frame))
  const [full, ignoreCase, replace] = [on("fullMatch"), on("ignoreCase"), on("replaceAfterMatch")]
  // A table's cells are all read before it is searched.
  const table = tableRows(variable).map(({ key, value }) => [String(runtime.resolve(key, frame)), runtime.resolve(value, frame)] as const)
  for (const [key, value] of table) {
    const source = full ? `^${key}$` : key
    if (!matches(input, source, ignoreCase)) continue
    // Every place that matches is replaced.
    return replace && value !== undefined ? input.replace(pattern(source, ignoreCase ? "gi" : "g") ?? source, String(value)) : value
  }
  return fallback(variable, frame, runtime)
}

const tableRows = (variable: VariableDef): { key: VariableDef["params"][string]; value: VariableDef["params"][string] }[] => {
  const table = variable.params["map"]
  if (typeof table !== "object" || table === null || !("list" in table)) return []
  return table.list.flatMap((row) => {
    if (typeof row !== "object" || row === null || !("map" in row)) return []
    const cell = (name: string) => row.map.find(([key]) => key === name)?.[1] ?? null
    return [{ key: cell("key"), value: cell("value") }]
  })
}

/** Settings variables: plain objects that tags spread under their own tables (format 5.2). */
export const eventSettings: VariableReader = ({ params }, frame, runtime) => {
  const settings = Object.fromEntries(rows(runtime.resolve(params["eventSettingsTable"], frame), "parameter", "parameterValue"))
  const properties = rows(runtime.resolve(params["userProperties"], frame), "name", "value")
  return properties.length === 0 ? settings : { ...settings, user_properties: Object.fromEntries(properties) }
}

export const configSettings: VariableReader = ({ params }, frame, runtime) =>
  Object.fromEntries(rows(runtime.resolve(params["configSettingsTable"], frame), "parameter", "parameterValue"))
