import type { Item, ParamValue } from "@tagwright/formats"
import { cleanUrl } from "@tagwright/privacy/guard"

/** Turns what was given into what may be sent, or undefined when it cannot be that. Attributes always give text. */
export type Read = (value: unknown) => ParamValue | undefined

/** GA4 keeps 100 characters of a value. */
const SHORT = /^[^]{0,100}/
/** Enough for any basket a person fills, and GA4 keeps no more (collection limits). */
const MAX_ITEMS = 200

/** Text, numbers and truth as trimmed text; objects and functions are nothing. */
const plain = (value: unknown): string => (Object(value) === value ? "" : String(value ?? "").trim())

/** A text: what of it the pattern matches. So a pattern cuts one to a length, or allows just a closed list. */
export const text = (rule: RegExp = SHORT, value: unknown): string | undefined => rule.exec(plain(value))?.[0] || undefined

export const number = (value: unknown): number | undefined => {
  const found = plain(value)
  return found && isFinite(+found) ? +found : undefined
}

export const integer: Read = (value) => (Number.isInteger(number(value)) ? number(value) : undefined)

export const truth: Read = (value) => (plain(value) === "true" ? true : plain(value) === "false" ? false : undefined)

/** A link, without the personal data that a query may hold. */
export const url =
  (rule: RegExp): Read =>
  (value) =>
    text(rule, cleanUrl(plain(value)))

const item = ({ item_id, item_name, price, quantity }: Partial<Record<keyof Item, unknown>>): Item => ({
  item_id: text(SHORT, item_id) ?? "",
  item_name: text(SHORT, item_name),
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
