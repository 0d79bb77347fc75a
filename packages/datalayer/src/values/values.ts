import type { Item, ParamValue } from "@tagwright/formats"
import { cleanUrl } from "@tagwright/privacy/guard"

/** Turns what was given into what may be sent, or undefined when it cannot be that. Attributes always give text. */
export type Read = (value: unknown) => ParamValue | undefined

/** GA4 keeps 100 characters of a value. */
const MAX_TEXT = 100
/** Enough for any basket a person fills, and GA4 keeps no more (collection limits). */
const MAX_ITEMS = 200

/** Text, numbers and truth as trimmed text; objects and functions are nothing. */
const plain = (value: unknown): string => (Object(value) === value ? "" : String(value ?? "").trim())

/** A text: any, cut at so many characters; or, with a pattern, one that matches it. Closed lists are patterns, too. */
export const text = (rule: RegExp | number = MAX_TEXT, value: unknown): string | undefined => {
  const found = plain(value)
  return (rule instanceof RegExp ? rule.test(found) && found : found.slice(0, rule)) || undefined
}

export const number = (value: unknown): number | undefined => {
  const found = plain(value)
  return found && isFinite(+found) ? +found : undefined
}

export const integer: Read = (value) => (Number.isInteger(number(value)) ? number(value) : undefined)

export const truth: Read = (value) => (plain(value) === "true" ? true : plain(value) === "false" ? false : undefined)

/** A link, without the personal data that a query may hold. */
export const url =
  (max: number): Read =>
  (value) =>
    text(max, cleanUrl(plain(value)))

const item = ({ item_id, item_name, price, quantity }: Partial<Record<keyof Item, unknown>>): Item => ({
  item_id: text(MAX_TEXT, item_id) ?? "",
  item_name: text(MAX_TEXT, item_name),
  price: number(price),
  quantity: number(quantity),
})

/** GA4 items: only the members we know are copied, so nothing else can ride along. One without an id is none. */
export const items: Read = (value) => {
  const found = Array.isArray(value)
    ? value
        .slice(0, MAX_ITEMS)
        .map((one) => item(Object(one)))
        .filter((one) => one.item_id)
    : []
  return found[0] && found
}
