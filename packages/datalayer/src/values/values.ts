import type { Item, ParamValue } from "@tagwright/formats"
import { cleanUrl } from "@tagwright/privacy/guard"

/** Turns what was given into what may be sent, or undefined when it cannot be that. Attributes always give text. */
export type Reader = (value: unknown) => ParamValue | undefined

/** Enough for any basket a person fills, and GA4 keeps no more (collection limits). */
const MAX_ITEMS = 200

const plain = (value: unknown): string | undefined => {
  const text = typeof value === "string" ? value.trim() : typeof value === "number" || typeof value === "boolean" ? `${value}` : ""
  return text === "" ? undefined : text
}

/** Text, cut at `max` characters; `pattern` must match the whole of it. */
export const text =
  (max: number, pattern?: RegExp): Reader =>
  (value) => {
    const found = plain(value)?.slice(0, max)
    return found === undefined || (pattern && !pattern.test(found)) ? undefined : found
  }

/** One of the values the plan allows. */
export const choice =
  (...allowed: string[]): Reader =>
  (value) =>
    allowed.find((one) => one === plain(value))

export const number: Reader = (value) => {
  const found = Number(plain(value) ?? NaN)
  return Number.isFinite(found) ? found : undefined
}

export const integer: Reader = (value) => {
  const found = number(value)
  return Number.isInteger(found) ? found : undefined
}

export const truth: Reader = (value) => ({ true: true, false: false })[`${value}`]

/** A link, without the personal data that a query may hold. */
export const url =
  (max: number): Reader =>
  (value) => {
    const found = plain(value)
    return found && cleanUrl(found).slice(0, max)
  }

const item = (value: unknown): Item[] => {
  const given = Object(value) as Partial<Record<keyof Item, unknown>>
  const id = text(100)(given.item_id)
  if (typeof id !== "string") return []
  const [name, price, quantity] = [text(100)(given.item_name), number(given.price), number(given.quantity)]
  return [
    {
      item_id: id,
      ...(typeof name === "string" && { item_name: name }),
      ...(typeof price === "number" && { price }),
      ...(typeof quantity === "number" && { quantity }),
    },
  ]
}

/** GA4 items: only the members we know are copied, so nothing else can ride along. */
export const items: Reader = (value) => {
  const found = Array.isArray(value) ? value.slice(0, MAX_ITEMS).flatMap(item) : []
  return found.length ? found : undefined
}
