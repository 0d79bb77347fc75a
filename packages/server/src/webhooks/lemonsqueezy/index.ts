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

const base = (message: Json, at: string) => {
  const attributes = objectAt(message, "data", "attributes")
  const id = needText(objectAt(message, "data"), "id")
  return { id, attributes, currency: needText(attributes, "currency"), at: Date.parse(needText(attributes, at)), leadId: textAt(objectAt(message, "meta", "custom_data"), "lead_id"), test: objectAt(message, "meta")["test_mode"] === true }
}

const order = (message: Json): Occasion => {
  const { id, attributes, currency, at, leadId, test } = base(message, "created_at")
  const first = objectAt(attributes, "first_order_item")
  const amount = amountOfMinor(Number(attributes["total"]), currency)
  return {
    when: "paid",
    keys: [`order:${id}`],
    aliases: [`lemonsqueezy_order:${id}`],
    at,
    leadId,
    transactionId: id,
    amount,
    items: [{ item_id: textAt(first, "variant_id") ?? "order", ...(textAt(first, "product_name") && { item_name: needText(first, "product_name") }), price: major(amount), quantity: 1 }],
    email: textAt(attributes, "user_email"),
    name: textAt(attributes, "user_name"),
    test,
  }
}

/** `refunded_amount` is the sum of all refunds of the order so far. */
const refund = (message: Json): Occasion => {
  const { id, attributes, currency, at, leadId, test } = base(message, "refunded_at")
  const amount = amountOfMinor(Number(attributes["refunded_amount"] ?? attributes["total"]), currency)
  const soFar = `refund:${id}:`
  return { when: "refunded", keys: [`${soFar}${amount.minor}`], soFar, aliases: [`lemonsqueezy_order:${id}`], at, leadId, transactionId: id, amount, test }
}

/** A renewal; the first invoice of a subscription is an order, and counted as such. */
const renewal = (message: Json): Occasion => {
  const { id, attributes, currency, at, leadId, test } = base(message, "created_at")
  const amount = amountOfMinor(Number(attributes["total"]), currency)
  const subscription = textAt(attributes, "subscription_id") ?? "subscription"
  return { when: "paid", keys: [`invoice:${id}`], aliases: [`lemonsqueezy_subscription:${subscription}`], at, leadId, transactionId: `invoice-${id}`, amount, items: [{ item_id: subscription, price: major(amount), quantity: 1 }], email: textAt(attributes, "user_email"), test }
}

/** Lemon Squeezy. */
export const lemonsqueezy: WebhookProvider = {
  verify: (message, secrets, now) => verifyHmac(scheme, message, secrets, now),
  read: readable(parseLossless, (value) => {
    const message = objectAt(value)
    const attributes = objectAt(message, "data", "attributes")
    const isPaid = textAt(attributes, "status") === "paid"
    switch (textAt(objectAt(message, "meta"), "event_name")) {
      case "order_created":
        return isPaid ? happened(order(message)) : ignored("not_paid_yet")
      case "order_refunded":
        return happened(refund(message))
      case "subscription_payment_success":
        if (textAt(attributes, "billing_reason") !== "renewal") return ignored("counted_by_order")
        return isPaid ? happened(renewal(message)) : ignored("not_paid_yet")
      default:
        return ignored("not_about_money")
    }
  }),
}
