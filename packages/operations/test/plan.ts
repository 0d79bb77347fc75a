import { destinationTraits, planSchema, type ResolvedDestination, type ResolvedPlan, type PlanInput, type ResolvedParameter } from "@tagwright/formats"

const input = {
  site: {
    name: "Shop",
    environments: {
      production: { hosts: ["shop.example"], gtm: "GTM-SHOPPR1", ga4: "G-SHOPPR0001", server: "https://shop.example/t" },
      staging: { hosts: ["staging.shop.example", "localhost"], gtm: "GTM-SHOPST1", ga4: "G-SHOPST0001", server: "/t", testMode: true },
    },
  },
  consent: {
    categories: { necessary: { grants: ["security_storage"], always: true, describe: "What was asked for" }, analytics: { grants: ["analytics_storage"] }, marketing: { grants: ["ad_storage", "ad_user_data", "ad_personalization"] } },
    banner: { cmp: "custom" },
  },
  destinations: {
    ga4: { type: "ga4", consent: "analytics", secret: "GA4_API_SECRET" },
    pixel: { type: "meta", consent: "marketing", pixelId: "1029384756", secret: "META_TOKEN" },
    crm: { type: "hubspot", consent: "necessary", secret: "HUBSPOT_TOKEN" },
  },
  parameters: {
    value: { type: "money", describe: "What was paid" },
    currency: { type: "currency", describe: "ISO 4217" },
    transaction_id: { type: "id", describe: "The payment" },
    items: { type: "items", describe: "What was bought" },
    email: { type: "email", describe: "Where to answer", only: ["crm"] },
  },
  events: {
    page_view: { describe: "A page", on: { load: true }, to: ["ga4"] },
    lead_submit: { describe: "A lead", on: { submit: "form" }, optional: ["email"], to: ["ga4", "crm"], keyEvent: true, critical: true },
    purchase: { describe: "Money", from: { webhook: "stripe", when: "paid" }, required: ["transaction_id", "value", "currency", "items"], to: ["ga4", "pixel", "crm"], critical: true },
  },
  webhooks: { stripe: { type: "stripe", secret: "STRIPE_WEBHOOK_SECRET" } },
  people: {
    ida: { name: "Ida Nordahl", roles: ["project-sponsor", "marketing-director"], reach: "ida@shop.example" },
    tomasz: { name: "Tomasz Wilk", roles: ["development-lead", "devops-lead"], reach: "tomasz@shop.example" },
    ama: { name: "Ama Boateng", roles: ["privacy-officer"], reach: "ama@shop.example" },
  },
  operations: {
    owners: Object.fromEntries(["site", "server", "containers", "ga4", "pixel", "crm", "stripe"].map((system) => [system, { first: "tomasz", second: "ida" }]).concat([["privacy", { first: "ama", second: "ida" }]])),
    onCall: ["tomasz", "ida"],
  },
} satisfies PlanInput

/** A resolved plan of a small shop, without the compiler's checks. */
export const planOf = (changes: Partial<PlanInput> = {}): ResolvedPlan => {
  const plan = planSchema.parse({ ...input, ...changes })
  return {
    ...plan,
    destinations: Object.fromEntries(
      Object.entries(plan.destinations).map(([id, destination]): [string, ResolvedDestination] => [id, { ...destinationTraits[destination.type], ...destination, id, marketing: destination.marketing ?? destinationTraits[destination.type].marketing }]),
    ),
    parameters: Object.fromEntries(Object.entries(plan.parameters).map(([id, parameter]): [string, ResolvedParameter] => [id, { ...parameter, id, privacy: parameter.privacy ?? (parameter.type === "email" ? "personal" : "none") }])),
    events: Object.fromEntries(Object.entries(plan.events).map(([name, event]) => [name, { ...event, name, source: event.from === undefined ? "browser" : "server" }])),
  }
}
export const plan = planOf()
