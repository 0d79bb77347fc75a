import { guard } from "@tagwright/privacy/guard"
import type { EventRule, Params } from "../config.ts"
import type { Kit } from "../kit.ts"

export interface Read {
  _params: Params
  _personal: Record<string, string>
}

/** A value holds personal data although its parameter is not personal: lists are looked through member by member. */
const leaks = (value: Params[string]): boolean =>
  typeof value === "string" ? guard(value) !== undefined : typeof value === "object" && value.some((item) => leaks(item.item_id) || leaks(item.item_name ?? ""))

/**
 * Takes from `given` what the plan declares for the event, fills what the page can tell, and reports the rest by name.
 * One wrong value never costs the others.
 */
export const readParams = (kit: Kit, name: string, rule: EventRule, given: object, element?: Element): Read => {
  const read: Read = { _params: {}, _personal: {} }
  const { _params: readers, _personal: personal, _fill: fill } = kit._config
  for (const key of Object.keys(given)) if (!rule._params.includes(key)) kit._report("unknown parameter", name, key)
  rule._params.forEach((key, index) => {
    const said: unknown = Object.hasOwn(given, key) ? Reflect.get(given, key) : undefined
    const raw = said ?? fill[key]?.(element)
    const missing = raw === undefined || raw === null || raw === ""
    const value = missing ? undefined : readers[key]?.(raw)
    if (missing) {
      if (index < rule._required) kit._report("missing parameter", name, key)
    } else if (value === undefined) kit._report("invalid value", name, key)
    else if (personal.includes(key)) read._personal[key] = `${value}`
    else if (leaks(value)) kit._report("personal data removed", name, key)
    else read._params[key] = value
  })
  return read
}
