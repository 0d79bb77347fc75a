import { fellThrough, paidNow, paysLater, refunded, settled } from "./events.ts"
import { methods, type Payment, type PaymentLink, type Refund } from "./objects.ts"
import { collect, giveBack, openPayment, type Maker, type Order } from "./pay.ts"
import type { WebhookSender } from "./webhook-sender.ts"

/** A Stripe account: its links, what was paid through them, and what it tells the world about it. */
export interface Shop {
  links: Record<string, PaymentLink>
  payments: Payment[]
  maker: Maker
  sender: WebhookSender
}

/** Somebody pays. A card brings the money at once; a voucher only the order. */
export const pay = async (shop: Shop, order: Order): Promise<Payment> => {
  const payment = openPayment(shop.maker, order)
  shop.payments.push(payment)
  if (!methods[order.method].delayed) collect(shop.maker, payment)
  await shop.sender.send(methods[order.method].delayed ? paysLater(shop.maker, payment) : paidNow(shop.maker, payment))
  return payment
}

const last = <T>(list: T[], fits: (one: T) => boolean, what: string): T => {
  const found = list.findLast(fits)
  if (!found) throw new Error(`There is ${what}`)
  return found
}
/** By the session's id, or by what the seller knows it as: the client_reference_id. */
const isMeant = (id: string | undefined) => (payment: Payment) => id === undefined || payment.session.id === id || payment.session.client_reference_id === id
const waits = (sessionId: string | undefined) => (payment: Payment) => isMeant(sessionId)(payment) && payment.intent.status === "processing"

/** The delayed payment's money arrives. */
export const settleVoucher = async (shop: Shop, of?: string): Promise<void> => {
  const payment = last(shop.payments, waits(of), "no voucher waiting for its money")
  collect(shop.maker, payment)
  await shop.sender.send(settled(shop.maker, payment))
}

/** The delayed payment's money never arrives. */
export const failVoucher = async (shop: Shop, of?: string): Promise<void> => {
  const payment = last(shop.payments, waits(of), "no voucher waiting for its money")
  payment.intent.status = "requires_payment_method"
  await shop.sender.send(fellThrough(shop.maker, payment))
}

/** Gives back what is left, half of it, or an amount in the smallest unit. */
export const refund = async (shop: Shop, how: "full" | "partial" | number, of?: string): Promise<Refund> => {
  const payment = last(shop.payments, (one) => isMeant(of)(one) && one.charge !== undefined && !one.charge.refunded, "no payment to give back")
  if (!payment.charge) throw new Error("There is no charge to give back")
  const left = payment.charge.amount - payment.charge.amount_refunded
  const amount = how === "full" ? left : how === "partial" ? Math.floor(left / 2) : how
  const made = giveBack(shop.maker, payment.charge, amount)
  payment.refunds.push(made)
  await shop.sender.send(refunded(shop.maker, payment, made))
  return made
}
