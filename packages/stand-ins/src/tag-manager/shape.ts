import { isObject } from "../json.ts"
import { schemas } from "./discovery.ts"

/** Google's own words for a body that does not fit the message: the member, and what is wrong with it. Empty when it fits. */
export const misfits = (schema: string, value: unknown, at = ""): string[] => {
  const members = schemas[schema]
  if (members === undefined) return [`Invalid value at '${at}': unknown message ${schema}`]
  if (!isObject(value)) return [`Invalid value at '${at}' (type.googleapis.com/${schema}), ${JSON.stringify(value)}`]
  return Object.entries(value).flatMap(([name, item]) => {
    const type = members[name]
    const path = at === "" ? name : `${at}.${name}`
    if (type === undefined) return [`Invalid JSON payload received. Unknown name "${name}"${at === "" ? "" : ` at '${at}'`}: Cannot find field.`]
    if (item === null) return []
    if (!type.endsWith("[]")) return misfit(type, item, path)
    return Array.isArray(item) ? item.flatMap((one, index) => misfit(type.slice(0, -2), one, `${path}[${index}]`)) : [`Invalid value at '${path}' (TYPE_${type.toUpperCase()}), ${JSON.stringify(item)}`]
  })
}

const misfit = (type: string, value: unknown, at: string): string[] => {
  if (type === "string" || type === "boolean" || type === "number") return typeof value === type ? [] : [`Invalid value at '${at}' (TYPE_${type === "boolean" ? "BOOL" : type.toUpperCase()}), ${JSON.stringify(value)}`]
  return misfits(type, value, at)
}
