import type { Frame } from "../engine/frame.ts"

/** Event names for which ecommerce data is read from the data layer (fact B9; GA4's ecommerce events). */
const KNOWN = new Set([
  "add_payment_info", "add_shipping_info", "add_to_cart", "add_to_wishlist", "begin_checkout", "purchase", "refund", "remove_from_cart",
  "select_item", "select_promotion", "view_cart", "view_item", "view_item_list", "view_promotion",
])

/** The `eventModel` of the event, else the unmerged `ecommerce` of its push; older shapes are converted. */
export const ecommerceOf = (name: string, frame: Frame): Record<string, unknown> => {
  if (!KNOWN.has(name)) return {}
  const model = asRecord(frame.eventModel)
  if (model !== undefined) return model
  const source = asRecord(frame.ecommerce)
  if (source === undefined) return {}
  return Array.isArray(source["items"]) ? source : { ...source, ...fromUniversal(source) }
}

const asRecord = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined

const ACTIONS: Record<string, true> = { purchase: true, refund: true, add: true, remove: true, detail: true, checkout: true, click: true, promoClick: true }
const FIELDS: Record<string, string> = {
  id: "transaction_id", revenue: "value", tax: "tax", shipping: "shipping", affiliation: "affiliation", coupon: "coupon", list: "item_list_name", step: "checkout_step", option: "checkout_option",
}

/** Universal Analytics' `{purchase: {actionField, products}}` as GA4's fields. */
const fromUniversal = (source: Record<string, unknown>): Record<string, unknown> => {
  const made: Record<string, unknown> = {}
  if (source["currencyCode"] !== undefined) made["currency"] = source["currencyCode"]
  if (Array.isArray(source["impressions"])) made["items"] = source["impressions"]
  for (const action of Object.keys(ACTIONS)) {
    const part = asRecord(source[action])
    if (part === undefined) continue
    for (const [key, value] of Object.entries(asRecord(part["actionField"]) ?? {})) made[FIELDS[key] ?? key] = value
    if (Array.isArray(part["products"])) made["items"] = part["products"]
    if (Array.isArray(part["promotions"])) made["items"] = part["promotions"]
  }
  for (const key of [...Object.keys(ACTIONS), "currencyCode", "impressions"]) if (source[key] !== undefined) made[key] = undefined
  return made
}
