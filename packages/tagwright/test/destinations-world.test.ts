import { compilePlan } from "@tagwright/compiler"
import { bundlePaths, type PlanInput } from "@tagwright/formats"
import { vendors, type Vendor } from "@tagwright/stand-ins"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, onTestFinished, test, vi } from "vitest"
import { startLocalWorld } from "../src/world/local-world.ts"

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
const to = Object.keys(destinations)

const plan: PlanInput = {
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
  destinations,
  parameters: {
    value: { type: "money", describe: "Paid" },
    currency: { type: "currency", describe: "ISO 4217" },
    items: { type: "items", describe: "Bought" },
    transaction_id: { type: "id", describe: "Payment" },
    email: { type: "email", describe: "Who", only: ["ads", "tiktok", "linkedin", "letter", "hubspot", "pipedrive", "crm"] },
  },
  events: { purchase: { describe: "Money", from: { webhook: "stripe", when: "paid" }, required: ["transaction_id", "value", "currency", "items"], optional: ["email"], attach: ["identity"], to } },
  webhooks: { stripe: { type: "stripe", secret: "STRIPE_WEBHOOK_SECRET" } },
}

test("T4 one purchase reaches every kind of destination, and none of it leaves the machine", { timeout: 120_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), "tagwright-destinations-"))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  await writeFile(join(folder, "tagwright.plan.json"), JSON.stringify(plan))
  await writeFile(join(folder, "stand-ins.json"), JSON.stringify({ stripe: { links: { intensive: { name: "The Intensive", amount: 24_000, currency: "eur", itemId: "intensive", redirect: "/thanks/" } } }, mailerlite: { groups: ["Letter"] } }))
  const compiled = await compilePlan(join(folder, "tagwright.plan.json"))
  expect(compiled.findings).toEqual([])
  if (compiled.plan === undefined) throw new Error("the plan does not compile")
  const serverPlan = join(folder, "plan.json")
  await writeFile(serverPlan, compiled.bundle.files.get(bundlePaths.serverPlan) ?? "")
  const world = await startLocalWorld({ plan: compiled.plan, folder, serverPlan, environment: "staging", data: join(folder, "data"), siteUrl: "https://staging.shop.example", port: 0 })
  onTestFinished(world.close)
  const shared = { lead_id: "lead-1", client_id: "1234567890.1700000000", session_id: "1700000000", consent: { necessary: true, analytics: true, marketing: true }, test_mode: true }
  await fetch(`${world.server.url}/collect`, { method: "POST", headers: { origin: "https://staging.shop.example" }, body: JSON.stringify({ v: 1, sent: Date.now(), shared, events: [] }) })
  await fetch(`${world.standIns.urls.pay}/intensive`, { method: "POST", body: new URLSearchParams({ method: "card", client_reference_id: "lead-1" }), redirect: "manual" })

  const rows = async (): Promise<{ destination: string; state: string; reason?: string }[]> => {
    const answer = await fetch(`${world.server.url}/ops/api/deliveries`, { headers: { authorization: `Bearer ${world.server.adminToken}` } })
    const { deliveries }: { deliveries: { destination: string; state: string; reason?: string }[] } = await answer.json()
    return deliveries
  }
  await vi.waitFor(async () => expect((await rows()).filter(({ state }) => state !== "pending")).toHaveLength(to.length), { timeout: 60_000, interval: 200 })
  const outcomes = Object.fromEntries((await rows()).map(({ destination, state, reason }) => [destination, state === "delivered" ? state : `${state} ${reason}`]))
  expect(outcomes).toEqual({ ...Object.fromEntries(to.map((id) => [id, "delivered"])), linkedin: "dead vendor_has_no_test_mode" })
  const refused = vendors.filter((vendor: Vendor) => world.standIns.received(vendor).some(({ verdict, status }) => verdict === "rejected" && status !== 404))
  expect(refused).toEqual([])
})
