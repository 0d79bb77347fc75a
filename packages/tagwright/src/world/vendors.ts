import type { ResolvedDestination, ResolvedPlan } from "@tagwright/formats"
import { columns } from "@tagwright/server/destinations"
import type { StandIns, StandInsOptions, TableSchema, Vendor } from "@tagwright/stand-ins"
import { randomBytes } from "node:crypto"

type Destinations = Pick<ResolvedPlan, "destinations">
type Settings = Pick<StandInsOptions, "pipedrive" | "s3" | "bigquery">

/** The documented table (docs/destinations.md), as the stand-in names its types. */
const types = { text: "STRING", time: "TIMESTAMP", integer: "INT64", boolean: "BOOL", json: "JSON" } as const
const table: TableSchema = Object.fromEntries(Object.entries(columns).map(([name, type]) => [name, types[type]]))
const CUSTOM_FIELD = /^[0-9a-f]{40}$/

/** What a person would have set up at the vendors for this plan: buckets, tables, custom fields. */
export const vendorSettings = ({ destinations }: Destinations): Settings => {
  const all = Object.values(destinations)
  return {
    pipedrive: { customFields: all.flatMap((one) => (one.type === "pipedrive" ? Object.values(one.fields).filter((key) => CUSTOM_FIELD.test(key)) : [])) },
    s3: { buckets: all.flatMap((one) => (one.type === "files" && one.url.startsWith("s3:") ? [new URL(one.url).host] : [])) },
    bigquery: { tables: Object.fromEntries(all.flatMap((one) => (one.type === "bigquery" ? [[`${one.project}.${one.dataset}.${one.table}`, table]] : []))) },
  }
}

/** Secrets that the stand-ins know; any well-formed one does for the others. */
const secretOf = (destination: ResolvedDestination, { secrets }: StandIns): string => {
  switch (destination.type) {
    case "google-ads":
    case "bigquery":
      return secrets.google(destination.type)
    case "files":
      return secrets.s3
    case "webhook":
      return secrets.webhook
    default:
      return randomBytes(16).toString("hex")
  }
}
export const destinationSecrets = ({ destinations }: Destinations, standIns: StandIns): Record<string, string> =>
  Object.fromEntries(Object.values(destinations).flatMap((one) => ("secret" in one && one.secret !== undefined ? [[one.secret, secretOf(one, standIns)]] : [])))

/** A key of signed links, where the plan names one. */
export const linkSecret = ({ identity: { links } }: Pick<ResolvedPlan, "identity">): Record<string, string> => (links === undefined ? {} : { [links]: randomBytes(32).toString("hex") })

/** Variables of `tagwright serve` that put the stand-ins in the vendors' place: nothing may leave the machine. */
const variables: Partial<Record<Vendor, string>> = {
  ga4: "GA4", meta: "META", "google-ads": "GOOGLE_ADS", linkedin: "LINKEDIN", tiktok: "TIKTOK", hubspot: "HUBSPOT", mailerlite: "MAILERLITE", pipedrive: "PIPEDRIVE", rest: "REST", webhook: "WEBHOOK",
  s3: "FILES", bigquery: "BIGQUERY", paddle: "PADDLE", mollie: "MOLLIE", paypal: "PAYPAL", shopify: "SHOPIFY",
}
export const vendorUrls = ({ urls }: Pick<StandIns, "urls">): Record<string, string> =>
  Object.fromEntries(Object.entries(urls).flatMap(([vendor, url]) => Object.entries(variables).flatMap(([known, name]) => (known === vendor ? [[`TAGWRIGHT_${name}_URL`, url]] : []))))
