import { isObject, objectOf, type Json } from "../json.ts"
import type { Problem } from "../ledger.ts"
import type { Portal } from "./contacts.ts"

const MOST_INPUTS = 100
const address = /^[^\s@]+@[^\s@]+\.[^\s@]+$/

type Rule = (input: Json, portal: Portal, path: string) => Problem[]

/** HubSpot, "Contacts", "Create or update a batch of contacts by unique property values" (read November 2026). */
export const inputRules: Record<string, Rule> = {
  "identity property": ({ idProperty }, _portal, path) =>
    idProperty === undefined || idProperty === "email" ? [] : [{ code: "INVALID_ID_PROPERTY", path: `${path}.idProperty`, message: "The id property must be a unique property: email" }],
  "a valid address": ({ id }, _portal, path) => (typeof id === "string" && address.test(id) ? [] : [{ code: "INVALID_EMAIL", path: `${path}.id`, message: "Email address is invalid" }]),
  "known properties": ({ properties }, portal, path) =>
    Object.keys(objectOf(properties))
      .filter((name) => !portal.properties.has(name))
      .map((name) => ({ code: "PROPERTY_DOESNT_EXIST", path: `${path}.properties.${name}`, message: `Property "${name}" does not exist` })),
  "text values": ({ properties }, _portal, path) =>
    Object.entries(objectOf(properties)).flatMap(([name, value]) =>
      value === null || ["string", "number", "boolean"].includes(typeof value) ? [] : [{ code: "INVALID_VALUE", path: `${path}.properties.${name}`, message: "A property value is text" }],
    ),
}

export const judgeInput = (input: unknown, portal: Portal, path: string): Problem[] =>
  isObject(input) && isObject(input["properties"])
    ? Object.values(inputRules).flatMap((rule) => rule(input, portal, path))
    : [{ code: "INVALID_INPUT", path, message: "An input has id and properties" }]

/** Problems of the request as a whole. */
export const judgeInputs = (inputs: unknown): Problem[] => {
  if (!Array.isArray(inputs) || inputs.length === 0) return [{ code: "INVALID_INPUTS", path: "inputs", message: "inputs is a list" }]
  if (inputs.length > MOST_INPUTS) return [{ code: "TOO_MANY_INPUTS", path: "inputs", message: `At most ${MOST_INPUTS} inputs` }]
  const ids = inputs.map((input) => String(objectOf(input)["id"]).toLowerCase())
  return new Set(ids).size === ids.length ? [] : [{ code: "DUPLICATE_IDS", path: "inputs", message: "Duplicate ids in one batch" }]
}
