import type { ParameterType, ParamValue, ResolvedParameter } from "@tagwright/formats"

/** Why a value may not be stored; a code, never the value. */
export type Violation = "wrong_type" | "not_allowed" | "too_many_items" | "personal_in_params"
export type CheckValue = (value: unknown) => Violation | undefined

/** GA4: "up to 200 items" per event. */
const MOST_ITEMS = 200

const isText = (value: unknown): value is string => typeof value === "string"
const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value)
const isItem = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "item_id" in value && isText(value.item_id) && value.item_id !== "" && Object.values(value).every((v) => isText(v) || isNumber(v))

const typeRight: Record<ParameterType, (value: unknown) => boolean> = {
  string: isText,
  integer: (value) => Number.isSafeInteger(value),
  number: isNumber,
  boolean: (value) => typeof value === "boolean",
  money: (value) => isNumber(value) && value >= 0,
  currency: (value) => isText(value) && /^[A-Z]{3}$/.test(value),
  items: (value) => Array.isArray(value) && value.length > 0 && value.every(isItem),
  url: isText,
  email: isText,
  phone: isText,
  name: isText,
  id: (value) => isText(value) && value !== "",
}

/** Compiles the plan's rule for one parameter into a function; patterns are compiled once, here. */
export const compileParameter = (parameter: ResolvedParameter): CheckValue => {
  const isRight = typeRight[parameter.type]
  const allowed = parameter.oneOf && new Set(parameter.oneOf)
  const pattern = parameter.pattern === undefined ? undefined : new RegExp(`^(?:${parameter.pattern})$`, "u")
  const personal = parameter.privacy === "personal" || parameter.privacy === "sensitive"
  return (value) => {
    if (personal) return "personal_in_params"
    if (!isRight(value)) return "wrong_type"
    if (Array.isArray(value) && value.length > MOST_ITEMS) return "too_many_items"
    if (allowed !== undefined && !allowed.has(String(value))) return "not_allowed"
    return pattern === undefined || pattern.test(String(value)) ? undefined : "not_allowed"
  }
}

/** Longer text is cut, not refused: destinations keep no more of it, and a long page title is no reason to lose an event. */
export const cut = (value: ParamValue, maxLength: number): ParamValue => (isText(value) && value.length > maxLength ? value.slice(0, maxLength) : value)
