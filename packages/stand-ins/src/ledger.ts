export const vendors = ["ga4", "meta", "google-ads", "linkedin", "tiktok", "stripe", "pay", "mailerlite", "hubspot", "pipedrive", "rest", "webhook", "s3", "bigquery", "paddle", "mollie", "paypal", "shopify"] as const
export type Vendor = (typeof vendors)[number]
/** Who a request was meant for: a vendor, or Tag Manager, whose stand-in runs by itself. */
export type Peer = Vendor | "tag manager"
/** A value for every vendor. */
export const mapVendors = <T>(make: (vendor: Vendor) => T): Record<Vendor, T> => ({
  ga4: make("ga4"),
  meta: make("meta"),
  "google-ads": make("google-ads"),
  linkedin: make("linkedin"),
  tiktok: make("tiktok"),
  stripe: make("stripe"),
  pay: make("pay"),
  mailerlite: make("mailerlite"),
  hubspot: make("hubspot"),
  pipedrive: make("pipedrive"),
  rest: make("rest"),
  webhook: make("webhook"),
  s3: make("s3"),
  bigquery: make("bigquery"),
  paddle: make("paddle"),
  mollie: make("mollie"),
  paypal: make("paypal"),
  shopify: make("shopify"),
})

/** One rule of a vendor that a request broke. */
export interface Problem {
  code: string
  /** Where in the body, e.g. `events[0].params.currency` */
  path?: string
  message: string
}

/** One request a stand-in got, what it answered, and what it really thought of it. */
export interface Received {
  /** Milliseconds since 1970 */
  at: number
  vendor: Peer
  method: string
  /** Path and query; secrets in the query are blanked */
  path: string
  status: number
  /** `rejected`: a rule was broken, even where the vendor answers 2xx all the same. `made to fail`: an outage ordered by the test */
  verdict: "accepted" | "rejected" | "made to fail"
  problems: Problem[]
  /** Parsed JSON or form, else the text */
  body: unknown
}

const secretQuery = /([?&](?:api_secret|access_token)=)[^&]*/g

/** Everything that all stand-ins received, in order. Authorization headers are never kept. */
export class Ledger {
  readonly #entries: Received[] = []

  add(entry: Received): void {
    this.#entries.push({ ...entry, path: entry.path.replace(secretQuery, "$1…") })
  }
  entries(vendor?: Peer): Received[] {
    return this.#entries.filter((entry) => vendor === undefined || entry.vendor === vendor)
  }
}
