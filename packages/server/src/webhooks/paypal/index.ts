import { createPublicKey, verify as verifySignature, X509Certificate } from "node:crypto"
import { crc32 } from "node:zlib"
import type { Amount } from "../../store/model.ts"
import { listAt, needText, objectAt, parseLossless, textAt, type Json } from "../lossless.ts"
import { amountOfText, major } from "../money.ts"
import { happened, ignored, readable, type Message, type Occasion, type Verification, type WebhookProvider } from "../occasion.ts"
import { judged } from "../hmac.ts"

/** PayPal repeats for three days with the time of the first try. */
const OLDEST_MS = 3 * 86_400_000
const MOST_CERTIFICATES = 20

/** The certificate's address comes with the request: only PayPal's own hosts are ever asked (else: forgery and SSRF). */
const isPayPals = (address: string): boolean => {
  const url = URL.canParse(address) ? new URL(address) : undefined
  return url?.protocol === "https:" && url.port === "" && /(^|\.)paypal\.com$/.test(url.hostname)
}

/** `id|time|webhook id|crc32(body)`, signed with RSA-SHA256. */
export const isSignedBy = (certificate: string, message: Message, webhookId: string): boolean => {
  const { headers, body } = message
  const text = [headers["paypal-transmission-id"], headers["paypal-transmission-time"], webhookId, crc32(body)].join("|")
  const key = certificate.includes("CERTIFICATE") ? new X509Certificate(certificate).publicKey : createPublicKey(certificate)
  return verifySignature("sha256", Buffer.from(text), key, Buffer.from(headers["paypal-transmission-sig"] ?? "", "base64"))
}

/** Payments of version 2 say `value` and `currency_code`; sales of version 1 (subscriptions) `total` and `currency`. */
const amountOf = (resource: Json): Amount => {
  const amount = objectAt(resource, "amount")
  return amountOfText(textAt(amount, "value") ?? needText(amount, "total"), textAt(amount, "currency_code") ?? needText(amount, "currency"))
}
const leadIn = (resource: Json): string | undefined => textAt(resource, "custom_id") ?? textAt(resource, "custom")
const agreementOf = (resource: Json): string[] => (textAt(resource, "billing_agreement_id") ? [`paypal_subscription:${textAt(resource, "billing_agreement_id")}`] : [])

const paid = (capture: Json, at: number, when: "paid" | "failed"): Occasion => {
  const id = needText(capture, "id")
  const amount = amountOf(capture)
  const items = [{ item_id: textAt(capture, "invoice_id") ?? textAt(capture, "billing_agreement_id") ?? "payment", price: major(amount), quantity: 1 }]
  return { when, keys: [when === "paid" ? id : `failed:${id}`], aliases: [`paypal_capture:${id}`, ...agreementOf(capture)], at, leadId: leadIn(capture), transactionId: id, amount, items }
}
/** What a refund belongs to: named in version 1, linked in version 2. */
const refundedCapture = (refund: Json): string | undefined => {
  const up = listAt(refund, "links").find((one) => one["rel"] === "up")
  return textAt(refund, "sale_id") ?? (up && textAt(up, "href")?.split("/").at(-1))
}
const refunded = (refund: Json, at: number): Occasion => {
  const capture = refundedCapture(refund)
  return { when: "refunded", keys: [needText(refund, "id")], aliases: capture === undefined ? [] : [`paypal_capture:${capture}`], at, leadId: leadIn(refund), transactionId: capture ?? needText(refund, "id"), amount: amountOf(refund) }
}

/** "Webhook event names" (read November 2026). A capture is DECLINED or DENIED, both are in the list. A reversal (a chargeback) takes the money back like a refund does. A sale is what a subscription pays. */
const meaningOf: Record<string, (resource: Json, at: number) => Occasion> = {
  "PAYMENT.CAPTURE.COMPLETED": (resource, at) => paid(resource, at, "paid"),
  "PAYMENT.CAPTURE.DENIED": (resource, at) => paid(resource, at, "failed"),
  "PAYMENT.CAPTURE.DECLINED": (resource, at) => paid(resource, at, "failed"),
  "PAYMENT.CAPTURE.REFUNDED": refunded,
  "PAYMENT.CAPTURE.REVERSED": refunded,
  "PAYMENT.SALE.COMPLETED": (resource, at) => paid(resource, at, "paid"),
  "PAYMENT.SALE.DENIED": (resource, at) => paid(resource, at, "failed"),
  "PAYMENT.SALE.REFUNDED": refunded,
  "PAYMENT.SALE.REVERSED": refunded,
}

/** PayPal, verified offline. The plan's `secret` names the webhook's id. */
export const paypal = (fetchText: (url: string) => Promise<string> = fetchCertificate): WebhookProvider => {
  const certificates = new Map<string, string>()
  const certificateAt = async (url: string): Promise<string> => {
    const known = certificates.get(url)
    if (known !== undefined) return known
    const fresh = await fetchText(url)
    if (certificates.size >= MOST_CERTIFICATES) certificates.clear()
    certificates.set(url, fresh)
    return fresh
  }
  return {
    verify: async (message, secrets, now): Promise<Verification> => {
      const { headers } = message
      const [address, sentAt, id] = [headers["paypal-cert-url"], Date.parse(headers["paypal-transmission-time"] ?? ""), headers["paypal-transmission-id"]]
      if (secrets.length === 0) return { verdict: "unverifiable", reason: "secret_missing" }
      if (address === undefined || id === undefined || headers["paypal-transmission-sig"] === undefined || Number.isNaN(sentAt)) return { verdict: "forged", reason: "signature_missing" }
      if (!isPayPals(address)) return { verdict: "forged", reason: "certificate_of_a_stranger" }
      const certificate = await certificateAt(address).catch(() => undefined)
      if (certificate === undefined) return { verdict: "unverifiable", reason: "certificate_unreachable" }
      const signed = secrets.some((secret) => isSignedBy(certificate, message, secret))
      return judged(signed, sentAt, now, () => textAt(objectAt(parseLossless(message.body.toString())), "id") ?? id, OLDEST_MS)
    },
    read: readable(parseLossless, (value) => {
      const message = objectAt(value)
      const at = Date.parse(needText(message, "create_time"))
      const meaning = meaningOf[textAt(message, "event_type") ?? ""]
      return meaning === undefined ? ignored("not_about_money") : happened(meaning(objectAt(message, "resource"), at))
    }),
  }
}

const CERTIFICATE_MS = 5_000
const fetchCertificate = async (url: string): Promise<string> => {
  const answer = await fetch(url, { redirect: "error", signal: AbortSignal.timeout(CERTIFICATE_MS) })
  if (!answer.ok) throw new Error(`PayPal answers ${answer.status}`)
  return answer.text()
}
