import type { Item } from "@tagwright/formats"
import { cleanUrl } from "@tagwright/privacy/guard"
import type { Reader } from "../config.ts"

/** Enough for any basket a person fills, and GA4 keeps no more (collection limits). */
const MAX_ITEMS = 200

/** Text, numbers and truth as trimmed text; all else is nothing. */
const plain = (value: unknown): string => (typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? `${value}`.trim() : "")

/** Text, cut at `max` characters; `pattern` must match the whole of it. */
export const text = (max: number, pattern?: RegExp) => (value: unknown) => {
  const found = plain(value).slice(0, max)
  return found && (pattern?.test(found) ?? true) ? found : undefined
}

/** One of the values the plan allows. */
export const choice =
  (...allowed: string[]): Reader =>
  (value) =>
    allowed.find((one) => one === plain(value))

export const number = (value: unknown): number | undefined => {
  const found = plain(value)
  return found && Number.isFinite(+found) ? +found : undefined
}

export const integer: Reader = (value) => (Number.isInteger(number(value)) ? number(value) : undefined)

export const truth: Reader = (value) => (plain(value) === "true" ? true : plain(value) === "false" ? false : undefined)

/** A link, without the personal data that a query may hold. */
export const url =
  (max: number): Reader =>
  (value) =>
    text(max)(cleanUrl(plain(value)))

const short = /* @__PURE__ */ text(100)
const item = ({ item_id, item_name, price, quantity }: Partial<Record<keyof Item, unknown>>): Item => ({
  item_id: short(item_id) ?? "",
  item_name: short(item_name),
  price: number(price),
  quantity: number(quantity),
})

/** GA4 items: only the members we know are copied, so nothing else can ride along. One without an id is none. */
export const items: Reader = (value) => {
  const found = Array.isArray(value)
    ? value
        .slice(0, MAX_ITEMS)
        .map((one) => item(Object(one)))
        .filter((one) => one.item_id)
    : []
  return found[0] && found
}
