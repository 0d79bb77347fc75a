import { randomUUID } from "node:crypto"
import type { Item } from "@tagwright/formats"
import type { Amount } from "../../store/model.ts"
import { listAt, needText, objectAt, textAt, type Json } from "../lossless.ts"
import { amountOfText, major } from "../money.ts"
import { ignored, type Occasion, type Reading, type WebhookProvider } from "../occasion.ts"

const API = "https://api.mollie.com"
const PAYMENT_ID = /^tr_[A-Za-z0-9]{4,40}$/

/** Payments that will never be paid ("Payment status changes"). */
const FAILED = new Set(["failed", "expired", "canceled"])
const itemsOf = (payment: Json, amount: Amount): Item[] => [{ item_id: textAt(objectAt(payment, "metadata"), "item_id") ?? "payment", price: major(amount), quantity: 1 }]

const occasionsOf = (payment: Json): Occasion[] => {
  const id = needText(payment, "id")
  const money = (value: Json) => amountOfText(needText(value, "value"), needText(value, "currency"))
  const base = { aliases: [`mollie_payment:${id}`, ...(textAt(payment, "customerId") ? [`mollie_customer:${textAt(payment, "customerId")}`] : [])], leadId: textAt(objectAt(payment, "metadata"), "lead_id"), transactionId: id, test: textAt(payment, "mode") === "test" }
  const status = textAt(payment, "status")
  const amount = money(objectAt(payment, "amount"))
  const paid: Occasion[] =
    status === "paid"
      ? [{ ...base, when: "paid", keys: [id], at: Date.parse(needText(payment, "paidAt")), amount, items: itemsOf(payment, amount) }]
      : []
  const refunds = listAt(objectAt(payment, "_embedded"), "refunds")
    .filter((refund) => refund["status"] !== "failed" && refund["status"] !== "canceled")
    .map((refund): Occasion => ({ ...base, when: "refunded", keys: [needText(refund, "id")], at: Date.parse(needText(refund, "createdAt")), amount: money(objectAt(refund, "amount")) }))
  const charged = listAt(objectAt(payment, "_embedded"), "chargebacks")
    .filter((chargeback) => textAt(chargeback, "reversedAt") === undefined)
    .map((chargeback): Occasion => ({ ...base, when: "refunded", keys: [needText(chargeback, "id")], at: Date.parse(needText(chargeback, "createdAt")), amount: money(objectAt(chargeback, "amount")) }))
  const failed: Occasion[] = FAILED.has(status ?? "") ? [{ ...base, when: "failed", keys: [`failed:${id}`], at: Date.parse(needText(payment, "createdAt")), amount, items: itemsOf(payment, amount) }] : []
  return [...paid, ...failed, ...refunds, ...charged]
}

/** Refunds and chargebacks that came to nothing after all. */
const reversedOf = (payment: Json): string[] => {
  const embedded = objectAt(payment, "_embedded")
  const failed = listAt(embedded, "refunds").filter((refund) => refund["status"] === "failed" || refund["status"] === "canceled")
  const won = listAt(embedded, "chargebacks").filter((chargeback) => textAt(chargeback, "reversedAt") !== undefined)
  return [...failed, ...won].map((one) => needText(one, "id"))
}

/**
 * Mollie's classic webhooks say only which payment changed, unsigned by design: anybody may say it, nobody is believed.
 * The payment is read from Mollie itself, with the API key that the plan's `secret` names.
 */
export const mollie = (baseUrl = API): WebhookProvider => ({
  verify: ({ body }, secrets) => {
    const id = new URLSearchParams(body.toString()).get("id") ?? ""
    if (!PAYMENT_ID.test(id)) return { verdict: "forged", reason: "not_a_payment_id" }
    // Every call may mean a new state: none is a repeat.
    return secrets.length === 0 ? { verdict: "unverifiable", reason: "secret_missing" } : { verdict: "genuine", key: `${id}:${randomUUID()}` }
  },
  read: async (body, _headers, { fetch, secrets }): Promise<Reading> => {
    const id = new URLSearchParams(body).get("id") ?? ""
    const answer = await fetch(`${baseUrl}/v2/payments/${id}?embed=refunds,chargebacks`, { headers: { authorization: `Bearer ${secrets[0] ?? ""}` }, redirect: "error" })
    if (answer.status === 404) return ignored("no_such_payment")
    if (!answer.ok) throw new Error(`mollie answers ${answer.status}`)
    const payment = objectAt(await answer.json())
    const [occasions, reversed] = [occasionsOf(payment), reversedOf(payment)]
    return occasions.length + reversed.length === 0 ? ignored("not_paid_yet") : { kind: "occasions", occasions, reversed }
  },
})
