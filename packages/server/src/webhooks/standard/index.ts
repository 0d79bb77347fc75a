import { Webhook } from "standardwebhooks"
import type { Item, WebhookOccasion } from "@tagwright/formats"
import { listAt, needText, objectAt, parseLossless, textAt, type Json } from "../lossless.ts"
import { amountOfText } from "../money.ts"
import { happened, ignored, readable, type Occasion, type Verification, type WebhookProvider } from "../occasion.ts"
import { isEqual, judged } from "../hmac.ts"

/** `type` of the message → what it means to us. */
const OCCASIONS: Record<string, WebhookOccasion> = { paid: "paid", refunded: "refunded", failed: "failed", activated: "activated" }
const isOneOf = <K extends string>(table: Record<K, unknown>, key: string): key is K => Object.hasOwn(table, key)

const itemsOf = (data: Json): Item[] =>
  listAt(data, "items").map((item) => ({
    item_id: needText(item, "item_id"),
    ...(textAt(item, "item_name") && { item_name: needText(item, "item_name") }),
    ...(textAt(item, "price") && { price: Number(needText(item, "price")) }),
    quantity: Number(textAt(item, "quantity") ?? 1),
  }))

const occasion = (when: WebhookOccasion, data: Json, at: number): Occasion => {
  const transactionId = textAt(data, "transaction_id")
  const id = textAt(data, "id") ?? transactionId
  if (id === undefined) throw new TypeError("id is missing")
  const [value, currency, customer] = [textAt(data, "value"), textAt(data, "currency"), textAt(data, "customer_id")]
  return {
    when,
    keys: [id],
    aliases: [...(transactionId ? [`transaction:${transactionId}`] : []), ...(customer ? [`customer:${customer}`] : [])],
    at,
    leadId: textAt(data, "lead_id"),
    transactionId,
    itemId: textAt(data, "item_id"),
    amount: value === undefined || currency === undefined ? undefined : amountOfText(value, currency),
    items: itemsOf(data),
    email: textAt(data, "email"),
    name: textAt(data, "name"),
  }
}

/** Signed by the library as the sender signs, compared in constant time: its own check would also ask the machine's clock. `list`: versions and signatures, "v1,… v1a,…". */
const isSigned = (secret: string, id: string, stamp: number, body: string, list: string): boolean => {
  const expected = new Webhook(secret).sign(id, new Date(stamp), body)
  return list.split(" ").filter((one) => isEqual(one, expected)).length > 0
}
const isUsable = (secret: string): boolean => {
  try {
    return new Webhook(secret) instanceof Webhook
  } catch {
    return false
  }
}

/** Any sender of Standard Webhooks (also under Svix' header names), verified by the specification's own library. */
export const standard: WebhookProvider = {
  verify: ({ headers, body }, secrets, now): Verification => {
    const usable = secrets.filter(isUsable)
    if (usable.length === 0) return { verdict: "unverifiable", reason: secrets.length === 0 ? "secret_missing" : "secret_not_base64" }
    const of = (name: string): string => headers[`webhook-${name}`] ?? headers[`svix-${name}`] ?? ""
    const [id, timestamp, signature] = [of("id"), of("timestamp"), of("signature")]
    if (id === "" || timestamp === "" || signature === "") return { verdict: "forged", reason: "signature_missing" }
    if (!/^[1-9]\d{0,11}$/.test(timestamp)) return { verdict: "forged", reason: "timestamp_missing" }
    const stamp = Number(timestamp) * 1000
    // The library decodes a buffer as UTF-8 before hashing: bytes that are not UTF-8 could never verify honestly.
    const text = body.toString()
    return judged(usable.some((secret) => isSigned(secret, id, stamp, text, signature)), stamp, now, () => id)
  },
  read: readable(parseLossless, (value) => {
    const message = objectAt(value)
    const type = textAt(message, "type") ?? ""
    if (!isOneOf(OCCASIONS, type)) return ignored("not_about_money")
    return happened(occasion(OCCASIONS[type] ?? "paid", objectAt(message, "data"), Date.parse(needText(message, "timestamp"))))
  }),
}
