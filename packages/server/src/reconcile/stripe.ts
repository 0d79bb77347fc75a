import { Stripe } from "stripe"
import { Fault } from "@tagwright/formats"
import type { ServerContext } from "../context.ts"

/** Stripe's page size limit. */
const PAGE = 100

export interface Reconciliation {
  source: string
  /** Payments and refunds the provider has */
  atProvider: number
  /** Of these, recorded here before this run */
  recorded: number
  /** Ids that were missing and are now on their way through the usual path */
  backfilled: string[]
}

interface Happening {
  id: string
  /** Any of these in our log means that it is recorded */
  keys: string[]
  type: "checkout.session.completed" | "refund.created"
  created: number
  object: unknown
}

const idOf = (value: string | { id: string } | null): string[] => (value === null ? [] : [typeof value === "string" ? value : value.id])

const clientFor = (key: string, url: string | undefined): Stripe => {
  if (url === undefined) return new Stripe(key)
  const { protocol, hostname, port } = new URL(url)
  return new Stripe(key, { protocol: protocol === "http:" ? "http" : "https", host: hostname, ...(port !== "" && { port: Number(port) }), maxNetworkRetries: 1 })
}

const happenings = async function* (stripe: Stripe, sinceS: number): AsyncGenerator<Happening> {
  for await (const session of stripe.checkout.sessions.list({ created: { gte: sinceS }, limit: PAGE }))
    if (session.payment_status === "paid") yield { id: session.id, keys: [session.id, ...idOf(session.payment_intent), ...idOf(session.invoice)], type: "checkout.session.completed", created: session.created, object: session }
  for await (const refund of stripe.refunds.list({ created: { gte: sinceS }, limit: PAGE }))
    if (refund.status !== "failed" && refund.status !== "canceled") yield { id: refund.id, keys: [refund.id], type: "refund.created", created: refund.created, object: refund }
}

/**
 * K11, K13: compares Stripe's own list of payments and refunds with what is recorded. What is missing goes in as if its
 * message had come, through the same door, so that it cannot be counted twice.
 */
export const reconcileStripe = async (context: ServerContext, source: string, since: number, url?: string): Promise<Reconciliation> => {
  const key = context.secrets("STRIPE_API_KEY")
  if (key === undefined) throw new Fault("caller", "STRIPE_API_KEY is not set", "Give the server a restricted Stripe key that may read Checkout sessions and refunds")
  const report: Reconciliation = { source, atProvider: 0, recorded: 0, backfilled: [] }
  const names = [...context.runtime.eventsFrom(source, "paid"), ...context.runtime.eventsFrom(source, "refunded")].map((event) => event.name)
  for await (const found of happenings(clientFor(key, url), Math.floor(since / 1000))) {
    report.atProvider += 1
    if (await context.store.hasConversion(names.flatMap((name) => found.keys.map((one) => `${name}:${one}`)))) report.recorded += 1
    else {
      await context.store.storeWebhook({ source, key: `reconciled:${found.id}`, receivedAt: context.clock.now(), headers: {}, body: Buffer.from(asMessage(found)), state: "received" })
      report.backfilled.push(found.id)
    }
  }
  return report
}

/** The message that Stripe would have sent; its version makes refunds count by refund.created. */
const asMessage = ({ id, type, created, object }: Happening): string => JSON.stringify({ id: `evt_reconciled_${id}`, object: "event", api_version: Stripe.API_VERSION, created, type, data: { object } })
