import { compileWithoutKit } from "@tagwright/compiler"
import { bundlePaths, type PlanInput, type ResolvedPlan, type ServerPlan } from "@tagwright/formats"
import type { Vendor } from "@tagwright/stand-ins"
import { writeFile } from "node:fs/promises"
import { join } from "node:path"

const fields = { email: "email" }
/** One destination of every type that the server delivers to, as a plan would name them. */
const destinations = {
  ga4: { type: "ga4", consent: "analytics", secret: "GA4_API_SECRET" },
  meta: { type: "meta", consent: "marketing", pixelId: "1029384756", secret: "META_TOKEN" },
  ads: { type: "google-ads", consent: "marketing", conversionId: "AW-123456789", labels: {}, customerId: "1234567890", conversions: { purchase: "1" }, secret: "GOOGLE_ADS_KEY" },
  tiktok: { type: "tiktok", consent: "marketing", pixelId: "C0123456789ABCDEF", secret: "TIKTOK_TOKEN", testEventCode: "TEST1" },
  linkedin: { type: "linkedin", consent: "marketing", partnerId: "123", conversions: { purchase: "7" }, secret: "LINKEDIN_TOKEN" },
  letter: { type: "mailerlite", consent: "marketing", secret: "MAILERLITE_TOKEN", group: "Letter" },
  hubspot: { type: "hubspot", consent: "necessary", secret: "HUBSPOT_TOKEN", fields },
  pipedrive: { type: "pipedrive", consent: "necessary", secret: "PIPEDRIVE_TOKEN", fields: { lead_id: "dcf558aac1ae4e8c4f849ba5e668430d8df9be12" } },
  crm: { type: "rest", consent: "necessary", url: "https://crm.example/v2/people/{lead_id}", method: "PUT", secret: "CRM_TOKEN", fields },
  erp: { type: "webhook", consent: "necessary", url: "https://erp.example/any/path", secret: "ERP_SECRET" },
  files: { type: "files", consent: "analytics", url: "s3://warehouse/events", secret: "S3_KEYS", seconds: 1 },
  table: { type: "bigquery", consent: "analytics", project: "shop-data", dataset: "tracking", table: "events", secret: "BIGQUERY_KEY" },
} as const satisfies PlanInput["destinations"]

/** Every destination, with the vendor that plays it. */
export const everyDestination: readonly { id: string; type: string; secret: string; vendor: Vendor }[] = Object.entries(destinations).map(([id, { type, secret }]) => ({ id, type, secret, vendor: type === "files" ? "s3" : type }))
export const WAREHOUSE_TABLE = "shop-data.tracking.events"

/** A shop whose purchases go to one destination of every type, and to those of `more`. */
export const everywherePlan = (more: PlanInput["destinations"] = {}): PlanInput => ({
  site: {
    name: "Shop",
    environments: {
      production: { hosts: ["shop.example"], gtm: "GTM-SHOPP1", ga4: "G-SHOPPROD01", server: "/t" },
      staging: { hosts: ["staging.shop.example"], gtm: "GTM-SHOPS1", ga4: "G-SHOPSTAG01", server: "/t", testMode: true },
    },
  },
  consent: {
    categories: { necessary: { grants: ["security_storage", "functionality_storage"], always: true }, analytics: { grants: ["analytics_storage"] }, marketing: { grants: ["ad_storage", "ad_user_data", "ad_personalization", "personalization_storage"] } },
    banner: { cmp: "vanilla-cookieconsent" },
  },
  destinations: { ...destinations, ...more },
  parameters: {
    value: { type: "money", describe: "Paid" },
    currency: { type: "currency", describe: "ISO 4217" },
    items: { type: "items", describe: "Bought" },
    transaction_id: { type: "id", describe: "Payment" },
    email: { type: "email", describe: "Who", only: ["ads", "tiktok", "linkedin", "letter", "hubspot", "pipedrive", "crm"] },
  },
  events: {
    purchase: { describe: "Money", from: { webhook: "stripe", when: "paid" }, required: ["transaction_id", "value", "currency", "items"], optional: ["email"], attach: ["identity"], to: [...Object.keys(destinations), ...Object.keys(more)] },
  },
  webhooks: { stripe: { type: "stripe", secret: "STRIPE_WEBHOOK_SECRET" } },
})

/** The payment link that the shop sells by. */
export const links = { intensive: { name: "The Intensive", amount: 24_000, currency: "eur", itemId: "intensive", redirect: "/thanks/" } }

/** The plan in a folder, compiled without a finding. */
export const compileIn = async (folder: string, plan: PlanInput): Promise<{ plan: ResolvedPlan; serverPlan: ServerPlan }> => {
  const file = join(folder, "tagwright.plan.json")
  await writeFile(file, JSON.stringify(plan))
  const compiled = await compileWithoutKit(file)
  const text = compiled.files?.get(bundlePaths.serverPlan)
  if (compiled.plan === undefined || text === undefined || compiled.findings.length > 0) throw new Error(`the plan does not compile: ${JSON.stringify(compiled.findings)}`)
  return { plan: compiled.plan, serverPlan: JSON.parse(text) }
}
