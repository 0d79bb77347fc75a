import type { ParamValue } from "@tagwright/formats"
import { guard } from "@tagwright/privacy/guard"
import type { EventRule } from "../config.ts"
import { report, type Kit } from "../kit.ts"

/** Personal data although its parameter is not personal; items are looked through by their JSON. */
const leaks = (value: ParamValue): unknown => typeof value !== "number" && guard(typeof value === "object" ? JSON.stringify(value) : `${value}`)

export interface Read {
  _params: Record<string, ParamValue>
  _personal: Record<string, string>
}

/**
 * Takes from `given` what the plan declares for the event, fills what the page can tell, and reports the rest by name.
 * One wrong value never costs the others.
 */
export const readParams = (kit: Kit, name: string, rule: EventRule, given: Record<string, unknown>, element?: Element): Read => {
  const read: Read = { _params: {}, _personal: {} }
  const { _params: readers, _personal: personal, _fill: fill } = kit._config
  Object.keys(given).forEach((key) => rule._params.includes(key) || report(kit, "unknown parameter", name, key))
  rule._params.forEach((key, index) => {
    const raw = (Object.hasOwn(given, key) ? given[key] : undefined) ?? fill[key]?.(element) ?? ""
    const value = raw === "" ? undefined : readers[key]?.(raw)
    if (value !== undefined && personal.includes(key)) read._personal[key] = `${value}`
    else if (value !== undefined && !leaks(value)) read._params[key] = value
    else if (raw !== "" || index < rule._required)
      report(kit, raw === "" ? "missing parameter" : value === undefined ? "invalid value" : "personal data removed", name, key)
  })
  return read
}
