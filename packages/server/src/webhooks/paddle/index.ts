import type { Item } from "@tagwright/formats"
import { verifyHmac, type HmacScheme } from "../hmac.ts"
import { listAt, needText, objectAt, parseLossless, textAt, type Json } from "../lossless.ts"
import { amountOfMinor, major } from "../money.ts"
import { happened, ignored, readable, type Occasion, type Reading, type WebhookProvider } from "../occasion.ts"

const part = (header: string | undefined, name: string): string[] =>
  (header ?? "").split(";").flatMap((piece) => (piece.trim().startsWith(`${name}=`) ? [piece.trim().slice(name.length + 1)] : []))

/** `ts=…;h1=…[;h1=…]` over `ts:body`. Every h1 is tried: Paddle's SDK tries the last one only, which breaks an exchange of secrets. */
const scheme: HmacScheme = {
  signatures: ({ headers }) => part(headers["paddle-signature"], "h1"),
  timestamp: ({ headers }) => {
    const [ts] = part(headers["paddle-signature"], "ts")
    return ts !== undefined && /^\d{1,12}$/.test(ts) ? Number(ts) * 1000 : undefined
  },
  signed: ({ headers, body }) => [`${part(headers["paddle-signature"], "ts")[0] ?? ""}:`, body],
  encoding: "hex",
  id: ({ body }) => textAt(objectAt(parseLossless(body.toString())), "event_id"),
}

const aliasesOf = (data: Json): string[] => [`paddle_transaction:${textAt(data, "transaction_id") ?? needText(data, "id")}`, ...(textAt(data, "customer_id") ? [`paddle_customer:${textAt(data, "customer_id")}`] : [])]
const itemsOf = (data: Json, currency: string): Item[] =>
  listAt(objectAt(data, "details"), "line_items").map((line) => ({
    item_id: textAt(line, "price_id") ?? needText(line, "id"),
    ...(textAt(objectAt(line, "product"), "name") && { item_name: needText(objectAt(line, "product"), "name") }),
    price: major(amountOfMinor(Number(needText(objectAt(line, "unit_totals"), "total")), currency)),
    quantity: Number(textAt(line, "quantity") ?? 1),
  }))

const paid = (data: Json, at: number): Occasion => {
  const currency = needText(data, "currency_code")
  const id = needText(data, "id")
  return {
    when: "paid",
    keys: [id],
    aliases: aliasesOf(data),
    at,
    leadId: textAt(objectAt(data, "custom_data"), "lead_id"),
    transactionId: id,
    // Strings of minor units.
    amount: amountOfMinor(Number(needText(objectAt(data, "details", "totals"), "grand_total")), currency),
    items: itemsOf(data, currency),
  }
}

const BACK = new Set(["refund", "chargeback"])
/** Actions and states as `AdjustmentAction` and `AdjustmentStatus` of Paddle's Node SDK name them (read November 2026). Money goes back when Paddle approves it; a chargeback that is won comes as an adjustment of its own for the same transaction. */
const adjusted = (data: Json, at: number): Reading => {
  const [action = "", transaction] = [textAt(data, "action"), needText(data, "transaction_id")]
  if (action === "chargeback_reverse") return { kind: "reversal", keys: [`chargeback:${transaction}`] }
  if (!BACK.has(action)) return ignored("not_a_refund")
  if (textAt(data, "status") !== "approved") return ignored("not_approved")
  const id = needText(data, "id")
  return happened({
    when: "refunded",
    keys: action === "chargeback" ? [id, `chargeback:${transaction}`] : [id],
    aliases: aliasesOf(data),
    at,
    transactionId: transaction,
    amount: amountOfMinor(Number(needText(objectAt(data, "totals"), "total")), needText(data, "currency_code")),
  })
}

/** Paddle Billing. */
export const paddle: WebhookProvider = {
  verify: (message, secrets, now) => verifyHmac(scheme, message, secrets, now),
  read: readable(parseLossless, (value) => {
    const message = objectAt(value)
    const data = objectAt(message, "data")
    const at = Date.parse(needText(message, "occurred_at"))
    const type = textAt(message, "event_type")
    if (type === "transaction.completed") return happened(paid(data, at))
    if (type === "transaction.payment_failed") return happened({ ...paid(data, at), when: "failed", keys: [`failed:${needText(data, "id")}`] })
    return type === "adjustment.created" || type === "adjustment.updated" ? adjusted(data, at) : ignored("not_about_money")
  }),
}
