import { randomBytes } from "node:crypto"
import { bigqueryStandIn } from "./bigquery/index.ts"
import type { TableSchema } from "./bigquery/rules.ts"
import { ga4StandIn } from "./ga4/index.ts"
import { createGoogleAccount } from "./google/account.ts"
import { googleAdsStandIn } from "./google-ads/index.ts"
import { hubspotStandIn } from "./hubspot/index.ts"
import { createPortal } from "./hubspot/contacts.ts"
import { serve, type Fault, type Served, type StandIn, type World } from "./http/serve.ts"
import { Ledger, mapVendors, vendors, type Peer, type Received, type Vendor } from "./ledger.ts"
import { linkedinStandIn } from "./linkedin/index.ts"
import { mollieStandIn } from "./lists/mollie.ts"
import { paddleStandIn } from "./lists/paddle.ts"
import { paypalStandIn } from "./lists/paypal.ts"
import type { ProviderRecords } from "./lists/records.ts"
import { shopifyStandIn } from "./lists/shopify.ts"
import { mailerliteStandIn } from "./mailerlite/index.ts"
import { createAccount } from "./mailerlite/subscribers.ts"
import { metaStandIn } from "./meta/index.ts"
import { pipedriveStandIn } from "./pipedrive/index.ts"
import { restStandIn } from "./rest/index.ts"
import { s3StandIn } from "./s3/index.ts"
import { stripeApi } from "./stripe/api.ts"
import { hostedPages, type Buyer } from "./stripe/hosted.ts"
import type { PaymentLink, Refund } from "./stripe/objects.ts"
import { failVoucher, refund, settleVoucher, type Shop } from "./stripe/shop.ts"
import { tiktokStandIn } from "./tiktok/index.ts"
import { webhookStandIn } from "./webhook/index.ts"
import { WebhookSender, type WebhookAttempt } from "./stripe/webhook-sender.ts"

export interface StandInsOptions {
  /** Payment Links by id: the last part of their address at buy.stripe.com */
  links: Record<string, PaymentLink>
  /** Where webhooks go; a function where the server starts later than the stand-ins */
  webhookUrl?: string | (() => string | undefined)
  /** `whsec_…` */
  webhookSecret: string
  /** Where buyers return to, e.g. https://staging.northlight.example */
  siteUrl: string
  shopName?: string
  /** What Stripe's messages say about themselves (default: test mode) */
  livemode?: boolean
  /** Who the payment page is filled in for */
  buyer?: Buyer
  /** Groups and custom fields that exist at MailerLite */
  mailerlite?: { groups?: readonly string[]; fields?: readonly string[] }
  /** Custom contact properties that exist at HubSpot */
  hubspot?: { properties?: readonly string[] }
  /** Keys of custom person fields that exist at Pipedrive, and what a day may cost */
  pipedrive?: { customFields?: readonly string[]; dailyTokens?: number }
  /** Buckets that exist at the S3-compatible store */
  s3?: { buckets?: readonly string[] }
  /** Tables that exist in BigQuery, `project.dataset.table` → columns */
  bigquery?: { tables?: Readonly<Record<string, TableSchema>> }
  /** What the payment providers' own lists hold */
  records?: ProviderRecords
  /** Waits before each webhook retry, in ms */
  webhookRetryMs?: readonly number[]
  /** Milliseconds since 1970 */
  clock?: () => number
  random?: () => string
  fetch?: typeof fetch
}

export interface StandInsControl {
  /** The delayed payment's money arrives. `session`: id or client_reference_id (default: the latest one waiting) */
  settleVoucher(session?: string): Promise<void>
  /** The delayed payment's money never arrives */
  failVoucher(of?: string): Promise<void>
  /** `full`: what is left; `partial`: half of it; a number: that many of the smallest unit */
  refund(how: "full" | "partial" | number, of?: string): Promise<Refund>
  /** The same webhook again; answers the receiver's status */
  resend(eventId?: string): Promise<number>
  /** The same webhook with a wrong signature; answers the receiver's status */
  forge(eventId?: string): Promise<number>
  /** Keeps webhooks back … */
  holdWebhooks(): void
  /** … and lets them go, in order or last first */
  releaseWebhooks(order?: "kept" | "reversed"): Promise<void>
  /** Resolves when no webhook waits for a retry */
  webhooksIdle(): Promise<void>
  /** The vendor's next answers: statuses, or connections cut */
  flap(vendor: Vendor, faults: readonly Fault[]): void
  /** Every answer of the vendor, until `calm` */
  break(vendor: Vendor, fault: Fault): void
  /** The trouble is over: faults that were still to come do not come */
  calm(vendor: Vendor): void
  /** Nobody listens at the vendor's address … */
  leave(vendor: Vendor): Promise<void>
  /** … and somebody does again */
  comeBack(vendor: Vendor): Promise<void>
  /** Somebody leaves the newsletter at MailerLite's own page */
  unsubscribe(email: string): void
}

export interface StandIns {
  urls: Record<Vendor, string>
  /** Everything received so far, with the verdict of the vendor's rules */
  received(vendor?: Vendor): Received[]
  /** Every webhook sent, try by try */
  webhooks(): WebhookAttempt[]
  /** Ids of the payment links that exist */
  links: readonly string[]
  /** Every payment so far: its session and the reference the link carried */
  payments(): { sessionId: string; reference: string | undefined }[]
  /** What a person would have been handed at the vendors: key files and tokens that these stand-ins know */
  secrets: { google(api: "ga4" | "google-ads" | "bigquery"): string; s3: string; webhook: string }
  /** Objects of the S3-compatible store, `bucket/key` → bytes */
  objects: ReadonlyMap<string, Buffer>
  /** Rows of a BigQuery table */
  rows(table: string): Record<string, unknown>[]
  control: StandInsControl
  close(): Promise<void>
}

const usualRetryMs = [250, 500, 1000, 2000, 4000, 8000] as const
/** Pipedrive's smallest plan, one seat */
const usualDailyTokens = 30_000
const usualBuyer: Buyer = { email: "test.person@example.org", name: "Test Person" }

const shopOf = (options: StandInsOptions, clock: () => number): Shop => {
  const random = options.random ?? (() => randomBytes(12).toString("hex"))
  const { webhookUrl } = options
  const sender = new WebhookSender({
    url: typeof webhookUrl === "function" ? webhookUrl : () => webhookUrl,
    secret: options.webhookSecret,
    clock,
    retryMs: options.webhookRetryMs ?? usualRetryMs,
    fetch: options.fetch ?? fetch,
  })
  const maker = { id: (prefix: string) => `${prefix}${random()}`, now: () => Math.floor(clock() / 1000), siteUrl: options.siteUrl, livemode: options.livemode ?? false }
  return { links: options.links, payments: [], maker, sender }
}

const receiverSecret = "whsec_c3RhbmQtaW4tcmVjZWl2ZXItc2VjcmV0"
const s3Keys = { accessKeyId: "AKIASTANDIN", secretAccessKey: "stand-in-secret-access-key", region: "us-east-1" }

/**
 * Starts local programs that answer like the vendors, each on a port of its own on this machine.
 * They are stand-ins: see docs/stand-ins.md for what each of them checks and where it is stricter or simpler than the vendor.
 */
export const startStandIns = async (options: StandInsOptions): Promise<StandIns> => {
  const clock = options.clock ?? Date.now
  const ledger = new Ledger()
  const faults = new Map<Peer, Fault[]>()
  const broken = new Map<Peer, Fault>()
  const world: World = { ledger, clock, nextFault: (vendor) => faults.get(vendor)?.shift() ?? broken.get(vendor) }
  const shop = shopOf(options, clock)
  const google = createGoogleAccount(clock)
  const mailerlite = mailerliteStandIn(createAccount(options.mailerlite?.groups ?? [], options.mailerlite?.fields ?? [], clock))
  const s3 = s3StandIn({ buckets: new Set(options.s3?.buckets), keys: s3Keys, clock })
  const bigquery = bigqueryStandIn({ tables: options.bigquery?.tables ?? {}, account: google })
  const parts: Record<Vendor, StandIn> = {
    ga4: ga4StandIn(google, clock),
    meta: metaStandIn(clock),
    "google-ads": googleAdsStandIn(google, clock),
    linkedin: linkedinStandIn(clock),
    tiktok: tiktokStandIn(clock),
    stripe: stripeApi(shop),
    pay: hostedPages(shop, options.shopName ?? "Northlight Studio", options.buyer ?? usualBuyer),
    mailerlite,
    hubspot: hubspotStandIn(createPortal(options.hubspot?.properties ?? [], clock)),
    pipedrive: pipedriveStandIn({ customFields: new Set(options.pipedrive?.customFields), dailyTokens: options.pipedrive?.dailyTokens ?? usualDailyTokens, clock }),
    rest: restStandIn(),
    webhook: webhookStandIn(receiverSecret, clock),
    s3,
    bigquery,
    paddle: paddleStandIn(options.records?.paddle),
    mollie: mollieStandIn(options.records?.mollie),
    paypal: paypalStandIn(options.records?.paypal),
    shopify: shopifyStandIn(options.records?.shopify),
  }
  const open = await serveAll(parts, world)
  return {
    urls: open.urls,
    received: (vendor) => ledger.entries(vendor),
    webhooks: () => [...shop.sender.attempts],
    links: Object.keys(options.links),
    payments: () => shop.payments.map(({ session }) => ({ sessionId: session.id, reference: session.client_reference_id ?? undefined })),
    secrets: { webhook: receiverSecret, google: (api) => google.keyFile(open.urls[api]), s3: `${s3Keys.accessKeyId}:${s3Keys.secretAccessKey}` },
    objects: s3.objects,
    rows: bigquery.rows,
    control: {
      settleVoucher: (of) => settleVoucher(shop, of),
      failVoucher: (of) => failVoucher(shop, of),
      refund: (how, of) => refund(shop, how, of),
      resend: (eventId) => shop.sender.resend(eventId),
      forge: (eventId) => shop.sender.forge(eventId),
      holdWebhooks: () => shop.sender.hold(),
      releaseWebhooks: (order = "kept") => shop.sender.release(order),
      webhooksIdle: () => shop.sender.idle(),
      flap: (vendor, more) => void faults.set(vendor, [...(faults.get(vendor) ?? []), ...more]),
      break: (vendor, fault) => void broken.set(vendor, fault),
      calm: (vendor) => {
        faults.delete(vendor)
        broken.delete(vendor)
      },
      leave: (vendor) => open.served[vendor].leave(),
      comeBack: (vendor) => open.served[vendor].comeBack(),
      unsubscribe: mailerlite.unsubscribe,
    },
    close: async () => {
      shop.sender.close()
      await open.close()
    },
  }
}

const serveAll = async (parts: Record<Vendor, StandIn>, world: World): Promise<{ urls: Record<Vendor, string>; served: Record<Vendor, Served>; close(): Promise<void> }> => {
  const pairs = await Promise.all(vendors.map(async (vendor): Promise<[Vendor, Served]> => [vendor, await serve(parts[vendor], world)]))
  const byVendor = new Map(pairs)
  const served = mapVendors((vendor) => {
    const one = byVendor.get(vendor)
    if (one === undefined) throw new Error(`${vendor} was not opened`)
    return one
  })
  return { served, urls: mapVendors((vendor) => served[vendor].url), close: async () => void (await Promise.all(pairs.map(([, one]) => one.close()))) }
}
