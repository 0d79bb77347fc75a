import type { Item } from "@tagwright/formats"
import { verifyHmac, type HmacScheme } from "../hmac.ts"
import { listAt, needText, objectAt, parseLossless, textAt, type Json } from "../lossless.ts"
import { amountOfText } from "../money.ts"
import { happened, ignored, readable, type Occasion, type Reading, type WebhookProvider } from "../occasion.ts"

/** Body alone, no time: a replay dies on the event id. */
const scheme: HmacScheme = {
  signatures: ({ headers }) => (headers["x-shopify-hmac-sha256"] === undefined ? undefined : [headers["x-shopify-hmac-sha256"]]),
  signed: ({ body }) => [body],
  encoding: "base64",
  id: ({ headers }) => headers["x-shopify-event-id"] ?? headers["x-shopify-webhook-id"],
}

/** Where a theme puts our id: a cart attribute named lead_id. */
const leadOf = (order: Json): string | undefined => {
  const attribute = listAt(order, "note_attributes").find((one) => one["name"] === "lead_id")
  return attribute && textAt(attribute, "value")
}
const itemsOf = (lines: Json[]): Item[] =>
  lines.map((line) => ({
    item_id: textAt(line, "sku") ?? needText(line, "product_id"),
    ...(textAt(line, "title") && { item_name: needText(line, "title") }),
    price: Number(needText(line, "price")),
    quantity: Number(textAt(line, "quantity") ?? 1),
  }))

const orderPaid = (order: Json): Occasion => ({
  when: "paid",
  keys: [`order:${needText(order, "id")}`],
  aliases: [`shopify_order:${needText(order, "id")}`, ...(textAt(objectAt(order, "customer"), "id") ? [`shopify_customer:${textAt(objectAt(order, "customer"), "id")}`] : [])],
  at: Date.parse(textAt(order, "processed_at") ?? needText(order, "created_at")),
  leadId: leadOf(order),
  transactionId: needText(order, "id"),
  amount: amountOfText(needText(order, "total_price"), needText(order, "currency")),
  items: itemsOf(listAt(order, "line_items")),
  email: textAt(order, "email"),
  test: order["test"] === true,
})

const refundCreated = (refund: Json): Reading => {
  const money = listAt(refund, "transactions").filter((one) => one["kind"] === "refund" && one["status"] === "success")
  const [first] = money
  // Goods taken back without money, or a transaction that is still pending or failed.
  if (first === undefined) return ignored("no_money_moved")
  const currency = needText(first, "currency")
  const amounts = money.map((one) => amountOfText(needText(one, "amount"), currency))
  return happened({
    when: "refunded",
    keys: [`refund:${needText(refund, "id")}`],
    aliases: [`shopify_order:${needText(refund, "order_id")}`],
    at: Date.parse(needText(refund, "created_at")),
    transactionId: needText(refund, "order_id"),
    amount: { ...amountOfText("0", currency), minor: amounts.reduce((sum, { minor }) => sum + minor, 0) },
    test: first["test"] === true,
  })
}

/** Shopify. Ids exceed 2^53 and are kept as text. */
export const shopify: WebhookProvider = {
  verify: (message, secrets, now) => verifyHmac(scheme, message, secrets, now),
  read: readable(parseLossless, (value, headers) => {
    const topic = headers["x-shopify-topic"]
    if (topic === "orders/paid") return happened(orderPaid(objectAt(value)))
    return topic === "refunds/create" ? refundCreated(objectAt(value)) : ignored("not_about_money")
  }),
}
