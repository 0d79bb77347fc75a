import type { CollectEvent, ParamValue } from "@tagwright/formats"
import { isPersonal } from "@tagwright/privacy/guard"
import { report } from "../kit.ts"
import { events, fills, GUARDED, HAS_FILLS, HAS_PERSONAL, personal, readers, type Reader } from "../plan.ts"
import { text } from "../values/values.ts"

export const paramsOf = (name: string): string[] => events[name]?.match(/\w+/g) ?? []

const read = (reader: Reader | undefined, value: unknown): ParamValue | undefined => (typeof reader === "function" ? reader(value) : text(reader, value))

/** Personal data although its parameter is not personal; items are looked through by their JSON. */
const leaks = (value: ParamValue): boolean => GUARDED && isPersonal(JSON.stringify(value))

/**
 * Takes from `given` what the plan declares for the event, fills what the page can tell, and reports the rest by name.
 * One wrong value never costs the others.
 */
export const readParams = (name: string, given?: object, element?: Element): Pick<CollectEvent, "params" | "personal"> => {
  const params: Record<string, ParamValue> = {}
  let apart: Record<string, string> | undefined
  // Nothing inherited: a page may have strangers in Object.prototype.
  const own: Record<string, unknown> = { __proto__: null, ...given }
  paramsOf(name).forEach((key) => {
    const raw = own[key] ?? ((HAS_FILLS && fills[key]?.(element)) || "")
    delete own[key]
    const value = read(readers[key], raw)
    if (value === undefined) raw === "" && events[name]?.includes(` ${key}?`) || report(raw === "" ? "missing" : "invalid", name, key)
    else if (HAS_PERSONAL && personal.includes(key)) (apart ??= {})[key] = `${value}`
    else if (leaks(value)) report("personal", name, key)
    else params[key] = value
  })
  Object.keys(own).forEach((key) => report("unknown", name, key))
  return { params, ...(HAS_PERSONAL && { personal: apart }) }
}
