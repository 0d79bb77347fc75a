import type { PlanRuntime } from "../plan/runtime.ts"
import type { StoredEvent } from "../store/model.ts"
import type { Credit } from "./credit.ts"
import { reversalOf } from "./models.ts"

/** A purchase with its refunds so far; a refund whose purchase is not known stands alone. */
export interface Transaction {
  purchase: StoredEvent | undefined
  refunds: StoredEvent[]
}

export const transactionsOf = (runtime: PlanRuntime, events: readonly StoredEvent[]): Transaction[] => {
  const whenOf = (event: StoredEvent) => runtime.events.get(event.name)?.plan.from?.when
  const nameOf = (event: StoredEvent): string => `${event.amount?.currency} ${String(event.params["transaction_id"] ?? event.id)}`
  const transactions = new Map<string, Transaction>()
  const of = (event: StoredEvent): Transaction => {
    const found = transactions.get(nameOf(event)) ?? { purchase: undefined, refunds: [] }
    transactions.set(nameOf(event), found)
    return found
  }
  for (const event of events) {
    // A payment that failed names a sum too, and is no money.
    if (whenOf(event) === "refunded") of(event).refunds.push(event)
    else if (whenOf(event) === "paid") of(event).purchase ??= event
  }
  return [...transactions.values()]
}

export interface Credited {
  event: StoredEvent
  credits: Credit[]
}
/** What splits a sum that somebody paid among the visits before it */
export type Splitter = (origin: StoredEvent, minor: number) => Credit[]

/** Purchases and refunds since a time; a refund is taken off where its purchase was credited. */
export const creditedSince = (since: number, transactions: readonly Transaction[], split: Splitter): Credited[] => {
  const credited: Credited[] = []
  for (const { purchase, refunds } of transactions) {
    const origin = purchase ?? refunds[0]
    if (origin === undefined) continue
    const creditsFor = (minor: number): Credit[] => split(origin, minor)
    let left = purchase?.amount?.minor ?? 0
    if (purchase !== undefined && purchase.at >= since) credited.push({ event: purchase, credits: creditsFor(left) })
    for (const refund of refunds) {
      const refunded = refund.amount?.minor ?? 0
      if (refund.at >= since) credited.push({ event: refund, credits: reversalOf(creditsFor, left, refunded) })
      left -= refunded
    }
  }
  return credited
}
