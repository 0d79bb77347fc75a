import { verifyHmac, type HmacScheme } from "../hmac.ts"
import { needText, objectAt, parseLossless, textAt, type Json } from "../lossless.ts"
import { amountOfMinor, major } from "../money.ts"
import { happened, ignored, readable, type Occasion, type WebhookProvider } from "../occasion.ts"

const scheme: HmacScheme = {
  signatures: ({ headers }) => (headers["x-signature"] === undefined ? undefined : [headers["x-signature"]]),
  signed: ({ body }) => [body],
  encoding: "hex",
  // No delivery id: the state of the object is what makes a message the same.
  id: ({ body }) => {
    const message = objectAt(parseLossless(body.toString()))
    return [textAt(objectAt(message, "meta"), "event_name"), textAt(objectAt(message, "data"), "id"), textAt(objectAt(message, "data", "attributes"), "updated_at")].join(":")
  },
}

const order = (message: Json, when: "paid" | "refunded"): Occasion => {
  const attributes = objectAt(message, "data", "attributes")
  const id = needText(objectAt(message, "data"), "id")
  const currency = needText(attributes, "currency")
  const cents = when === "paid" ? attributes["total"] : (attributes["refunded_amount"] ?? attributes["total"])
  const first = objectAt(attributes, "first_order_item")
  const amount = amountOfMinor(Number(cents), currency)
  return {
    when,
    keys: [when === "paid" ? `order:${id}` : `refund:${id}:${amount.minor}`],
    aliases: [`lemonsqueezy_order:${id}`],
    at: Date.parse(needText(attributes, when === "paid" ? "created_at" : "refunded_at")),
    leadId: textAt(objectAt(message, "meta", "custom_data"), "lead_id"),
    transactionId: id,
    amount,
    items: [{ item_id: textAt(first, "variant_id") ?? "order", ...(textAt(first, "product_name") && { item_name: needText(first, "product_name") }), price: major(amount), quantity: 1 }],
    email: textAt(attributes, "user_email"),
    name: textAt(attributes, "user_name"),
  }
}

/** Lemon Squeezy. */
export const lemonsqueezy: WebhookProvider = {
  verify: (message, secrets, now) => verifyHmac(scheme, message, secrets, now),
  read: readable(parseLossless, (value) => {
    const message = objectAt(value)
    const name = textAt(objectAt(message, "meta"), "event_name")
    if (name === "order_created") return textAt(objectAt(message, "data", "attributes"), "status") === "paid" ? happened(order(message, "paid")) : ignored("not_paid_yet")
    return name === "order_refunded" ? happened(order(message, "refunded")) : ignored("not_about_money")
  }),
}
