import type { VariableReader } from "../engine/runtime.ts"

const ADDRESS = ["first_name", "last_name", "street", "city", "region", "country", "postal_code"]

/** The user-provided data variable: fields by hand, an object of the page's own, or found by Google's script (format 8). */
export const userData: VariableReader = ({ name, params }, frame, runtime) => {
  const value = (key: string): unknown => runtime.resolve(params[key], frame)
  const mode = value("mode")
  if (mode === "CODE") return value("dataSource")
  if (mode === "AUTO") {
    runtime.report("variable", name, "user-provided data found automatically depends on Google's own script; the value is undefined")
    return undefined
  }
  const set = (key: string): [string, unknown][] => (value(key) === undefined || value(key) === null || value(key) === "" ? [] : [[key, value(key)]])
  const address = Object.fromEntries(ADDRESS.flatMap(set))
  const made = Object.fromEntries([...set("email"), ...set("phone_number")])
  return Object.keys(address).length === 0 ? made : { ...made, address }
}
