import { isObject, listOf, objectOf, type Json } from "../json.ts"
import type { Problem } from "../ledger.ts"
import { limits, longerValues, namePattern, requiredParams, reservedEvents, reservedPrefix } from "./limits.ts"

type EventRule = (event: Json, path: string) => Problem[]
const params = (event: Json): [string, unknown][] => Object.entries(objectOf(event["params"]))
const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0)

/** The rules for one event, by the code the validation server answers with. */
export const eventRules: Record<string, EventRule> = {
  "event name": ({ name }, path) => {
    if (typeof name !== "string" || name === "") return [{ code: "VALUE_REQUIRED", path: `${path}.name`, message: "An event needs a name" }]
    if (!namePattern.test(name) || name.length > limits.eventName)
      return [{ code: "NAME_INVALID", path: `${path}.name`, message: `Event names have letters, digits and underscores, a letter first, at most ${limits.eventName}` }]
    if (reservedEvents.has(name) || reservedPrefix.test(name)) return [{ code: "NAME_RESERVED", path: `${path}.name`, message: "This event name is reserved" }]
    return []
  },
  "number of parameters": (event, path) =>
    params(event).length > limits.params ? [{ code: "EXCEEDED_MAX_ENTITIES", path: `${path}.params`, message: `At most ${limits.params} parameters` }] : [],
  "parameter names": (event, path) =>
    params(event).flatMap(([name]) => {
      const at = `${path}.params.${name}`
      if (reservedPrefix.test(name) || name === "firebase_conversion") return [{ code: "NAME_RESERVED", path: at, message: "This parameter name is reserved" }]
      return namePattern.test(name) && name.length <= limits.paramName ? [] : [{ code: "NAME_INVALID", path: at, message: "Not a parameter name" }]
    }),
  "parameter values": (event, path) =>
    params(event).flatMap(([name, value]) => {
      const most = longerValues[name] ?? limits.paramValue
      const at = `${path}.params.${name}`
      if (typeof value === "string" && value.length > most) return [{ code: "VALUE_OUT_OF_BOUNDS", path: at, message: `At most ${most} characters` }]
      if (name !== "items" && typeof value === "object") return [{ code: "VALUE_INVALID", path: at, message: "Only text, numbers and booleans" }]
      return []
    }),
  "session id": (event, path) => {
    const id = objectOf(event["params"])["session_id"]
    return id === undefined || /^[1-9]\d*$/.test(String(id)) ? [] : [{ code: "VALUE_INVALID", path: `${path}.params.session_id`, message: "A session id is a positive whole number" }]
  },
  money: (event, path) => {
    const { value, currency } = objectOf(event["params"])
    if (value === undefined) return []
    if (typeof value !== "number") return [{ code: "VALUE_INVALID", path: `${path}.params.value`, message: "A number, in major units" }]
    return typeof currency === "string" && /^[A-Z]{3}$/.test(currency) ? [] : [{ code: "VALUE_REQUIRED", path: `${path}.params.currency`, message: "A value needs a currency of three capital letters" }]
  },
  items: (event, path) => {
    const { items } = objectOf(event["params"])
    const at = `${path}.params.items`
    if (items === undefined) return []
    if (!Array.isArray(items)) return [{ code: "VALUE_INVALID", path: at, message: "A list" }]
    if (items.length > limits.items) return [{ code: "EXCEEDED_MAX_ENTITIES", path: at, message: `At most ${limits.items} items` }]
    return listOf(items).flatMap((item, i) =>
      isObject(item) && (!isEmpty(item["item_id"]) || !isEmpty(item["item_name"])) ? [] : [{ code: "VALUE_REQUIRED", path: `${at}[${i}]`, message: "An item needs item_id or item_name" }],
    )
  },
  "required by the recommended event": (event, path) =>
    (requiredParams[String(event["name"])] ?? [])
      .filter((name) => isEmpty(objectOf(event["params"])[name]))
      .map((name) => ({ code: "VALUE_REQUIRED", path: `${path}.params.${name}`, message: `${String(event["name"])} needs ${name}` })),
}
