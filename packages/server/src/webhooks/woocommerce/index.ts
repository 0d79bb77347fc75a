import type { Item } from "@tagwright/formats"
import { verifyHmac, type HmacScheme } from "../hmac.ts"
import { listAt, needText, objectAt, parseLossless, textAt, type Json } from "../lossless.ts"
import { amountOfText } from "../money.ts"
import { ignored, readable, type Occasion, type WebhookProvider } from "../occasion.ts"

/** WordPress' wp_specialchars_decode: the key is the decoded secret (class-wc-webhook.php). */
const decodeEntities = (secret: string): string => secret.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&#039;", "'").replaceAll("&amp;", "&")

const scheme: HmacScheme = {
  signatures: ({ headers }) => (headers["x-wc-webhook-signature"] === undefined ? undefined : [headers["x-wc-webhook-signature"]]),
  // WooCommerce signs the trimmed JSON.
  signed: ({ body }) => [body.toString().trim()],
  key: decodeEntities,
  encoding: "base64",
  id: ({ headers }) => headers["x-wc-webhook-delivery-id"],
}

/** The shop has the money in these states. */
const PAID = new Set(["processing", "completed"])
const leadOf = (order: Json): string | undefined => {
  const meta = listAt(order, "meta_data").find((one) => one["key"] === "lead_id" || one["key"] === "_lead_id")
  return meta && textAt(meta, "value")
}
const itemsOf = (order: Json): Item[] =>
  listAt(order, "line_items").map((line) => {
    const quantity = Number(textAt(line, "quantity") ?? 1)
    return { item_id: textAt(line, "sku") ?? needText(line, "product_id"), ...(textAt(line, "name") && { item_name: needText(line, "name") }), price: Number(needText(line, "total")) / quantity, quantity }
  })
const utc = (text: string): number => Date.parse(text.endsWith("Z") ? text : `${text}Z`)

const occasionsOf = (order: Json): Occasion[] => {
  const id = needText(order, "id")
  const currency = needText(order, "currency")
  const base = { aliases: [`woocommerce_order:${id}`], leadId: leadOf(order), transactionId: id, email: textAt(objectAt(order, "billing"), "email") }
  const changed = utc(textAt(order, "date_modified_gmt") ?? needText(order, "date_created_gmt"))
  const paid: Occasion[] = PAID.has(needText(order, "status"))
    ? [{ ...base, when: "paid", keys: [`order:${id}`], at: utc(textAt(order, "date_paid_gmt") ?? needText(order, "date_created_gmt")), amount: amountOfText(needText(order, "total"), currency), items: itemsOf(order) }]
    : []
  // The order lists each refund by its own id, the total negative.
  const refunds = listAt(order, "refunds").map((refund): Occasion => ({ ...base, when: "refunded", keys: [`refund:${needText(refund, "id")}`], at: changed, amount: amountOfText(needText(refund, "total").replace("-", ""), currency) }))
  const failed: Occasion[] = needText(order, "status") === "failed" ? [{ ...base, when: "failed", keys: [`failed:${id}`], at: changed, amount: amountOfText(needText(order, "total"), currency), items: itemsOf(order) }] : []
  return [...paid, ...failed, ...refunds]
}

/** WooCommerce orders. It never repeats a lost message: reconcile by reading its orders. */
export const woocommerce: WebhookProvider = {
  verify: (message, secrets, now) => verifyHmac(scheme, message, secrets, now),
  read: readable(parseLossless, (value, headers) => {
    if (!headers["x-wc-webhook-topic"]?.startsWith("order.")) return ignored("not_about_money")
    const occasions = occasionsOf(objectAt(value))
    return occasions.length === 0 ? ignored("not_paid_yet") : { kind: "occasions", occasions }
  }),
}
