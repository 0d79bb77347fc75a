import { Fault } from "@tagwright/formats"
import type { ServerContext } from "../context.ts"
import { splitSecrets, type ProviderType } from "../webhooks/providers.ts"
import { mollieList } from "./mollie.ts"
import { paddleList } from "./paddle.ts"
import { paypalList } from "./paypal.ts"
import { ProviderRefused, WEBHOOK_SECRET, type ListWorld, type ProviderList } from "./provider.ts"
import { shopifyList } from "./shopify.ts"
import { stripeList } from "./stripe.ts"

/** Providers whose own list can be read. */
const lists: Partial<Record<ProviderType, ProviderList>> = { stripe: stripeList, paddle: paddleList, mollie: mollieList, paypal: paypalList, shopify: shopifyList }
export type ReconciledProvider = "stripe" | "paddle" | "mollie" | "paypal" | "shopify"

export interface Reconciliation {
  source: string
  /** Payments and refunds the provider has */
  atProvider: number
  /** Of these, recorded here before this run */
  recorded: number
  /** Ids that were missing and are now on their way through the usual path */
  backfilled: string[]
}

/**
 * K11, K13: compares the provider's own list of payments and refunds with what is recorded. What is missing goes in as if its
 * message had come, through the same door, so that it cannot be counted twice. Throws a Fault that says what is missing.
 */
export const reconcile = async (context: ServerContext, source: string, since: number, urls: Partial<Record<string, string>>): Promise<Reconciliation> => {
  const { store, clock, runtime } = context
  const webhook = context.webhooks.get(source)?.webhook
  const provider = webhook && lists[webhook.type]
  if (webhook === undefined || provider === undefined) throw new Fault("caller", "this_source_has_no_list", `Sources with a list: ${Object.keys(lists).join(", ")}`)
  const world = worldOf(context, provider, webhook.secret, urls[webhook.type])
  const names = [...runtime.eventsFrom(source, "paid"), ...runtime.eventsFrom(source, "refunded")].map((event) => event.name)
  const report: Reconciliation = { source, atProvider: 0, recorded: 0, backfilled: [] }
  try {
    for await (const { id, keys, message } of provider.list(since, world)) {
      report.atProvider += 1
      if (await store.hasConversion(names.flatMap((name) => keys.map((one) => `${name}:${one}`)))) report.recorded += 1
      else {
        // A run of its own each time: what a repeat of the same run stored is not recorded twice either, its keys see to that.
        await store.storeWebhook({ source, key: `reconciled:${id}:${clock.now()}`, receivedAt: clock.now(), headers: message.headers ?? {}, body: Buffer.from(message.body), state: "received" })
        report.backfilled.push(id)
      }
    }
  } catch (cause) {
    if (cause instanceof Fault) throw cause
    const refused = cause instanceof ProviderRefused ? `${webhook.type}_answers_${cause.status}` : `${webhook.type}_does_not_answer`
    throw new Fault("peer", refused, "Look at the key and at the provider's status page; what was read before stays", { cause })
  }
  return report
}

const worldOf = ({ secrets, clock }: ServerContext, { needs, defaultUrl }: ProviderList, webhookSecret: string, url: string | undefined): ListWorld => {
  const find = (name: string): string | undefined => (name === WEBHOOK_SECRET ? splitSecrets(secrets(webhookSecret))[0] : secrets(name))
  const missing = needs.filter((name) => find(name) === undefined).map((name) => (name === WEBHOOK_SECRET ? webhookSecret : name))
  if (missing.length > 0) throw new Fault("caller", `secret_missing: ${missing.join(", ")}`, "Give the server a key that may read the provider's payments")
  return { fetch, now: clock.now(), baseUrl: (url ?? defaultUrl).replace(/\/+$/, ""), secret: (name) => find(name) ?? "" }
}
