import type { VariableReader } from "../engine/runtime.ts"

/** Version 1 by exact key, version 2 by dotted path; the default stands in for undefined alone (fact B7). */
export const dataLayer: VariableReader = ({ params, snapshot }, frame, runtime) => {
  const name = String(runtime.resolve(params["name"], frame) ?? "").replaceAll("\\.", ".")
  if (name === "") return false
  const value = read(name, Number(params["dataLayerVersion"] ?? 1), snapshot === true)
  return value === undefined && runtime.resolve(params["setDefaultValue"], frame) === true ? runtime.resolve(params["defaultValue"], frame) : value

  function read(key: string, version: number, fixed: boolean): unknown {
    if (fixed && key.startsWith("gtm.")) return frame.auto[key]
    return version === 2 ? runtime.model.get(key) : runtime.model.exact(key)
  }
}
