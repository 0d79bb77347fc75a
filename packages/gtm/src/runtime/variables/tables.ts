import { pattern } from "../engine/operators.ts"
import { rows, type Runtime, type VariableReader } from "../engine/runtime.ts"
import type { Frame } from "../engine/frame.ts"
import type { VariableDef } from "../program/program.ts"

const fallback = (variable: VariableDef, frame: Frame, runtime: Runtime): unknown =>
  runtime.resolve(variable.params["setDefaultValue"], frame) === true ? runtime.resolve(variable.params["defaultValue"], frame) : undefined

/** Exact, case-sensitive match of the input's text; only the row that is hit is evaluated (fact B7). */
export const lookupTable: VariableReader = (variable, frame, runtime) => {
  const input = String(runtime.resolve(variable.params["input"], frame))
  for (const row of tableRows(variable)) if (String(runtime.resolve(row.key, frame)) === input) return runtime.resolve(row.value, frame)
  return fallback(variable, frame, runtime)
}

/** First pattern that hits; whole match, case and captures as chosen (fact B7). */
export const regexTable: VariableReader = (variable, frame, runtime) => {
  const on = (key: string): boolean => runtime.resolve(variable.params[key], frame) === true
  const input = String(runtime.resolve(variable.params["input"], frame))
  const [full, ignoreCase, replace] = [on("fullMatch"), on("ignoreCase"), on("replaceAfterMatch")]
  for (const row of tableRows(variable)) {
    const source = String(runtime.resolve(row.key, frame))
    const regex = pattern(full ? `^${source}$` : source, ignoreCase ? "gi" : "g")
    if (regex === null) continue
    regex.lastIndex = 0
    if (!regex.test(input)) continue
    const value = runtime.resolve(row.value, frame)
    if (!replace || typeof value !== "string") return value
    return input.replace(pattern(full ? `^${source}$` : source, ignoreCase ? "i" : "") ?? source, value)
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
