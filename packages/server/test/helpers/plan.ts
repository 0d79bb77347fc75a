import { destinationTraits, digestOf, planSchema, type PlanInput, type ResolvedDestination, type ResolvedParameter, type ServerPlan } from "@tagwright/formats"

const PERSONAL_TYPES = new Set(["email", "phone", "name"])

/** A server plan from what people write, without the compiler's checks. */
export const serverPlan = (input: PlanInput): ServerPlan => {
  const plan = planSchema.parse(input)
  const { version, site, consent, webhooks, identity, attribution, retention, funnel, operations } = plan
  return {
    version,
    site,
    consent,
    webhooks,
    identity,
    attribution,
    retention,
    funnel,
    operations,
    planDigest: digestOf(plan),
    destinations: Object.fromEntries(
      Object.entries(plan.destinations).map(([id, destination]): [string, ResolvedDestination] => [id, { ...destinationTraits[destination.type], ...destination, id, marketing: destination.marketing ?? destinationTraits[destination.type].marketing }]),
    ),
    parameters: Object.fromEntries(
      Object.entries(plan.parameters).map(([id, parameter]): [string, ResolvedParameter] => [id, { ...parameter, id, privacy: parameter.privacy ?? (PERSONAL_TYPES.has(parameter.type) ? "personal" : "none") }]),
    ),
    events: Object.fromEntries(Object.entries(plan.events).map(([name, event]) => [name, { ...event, name, source: event.from === undefined ? "browser" : "server" }])),
  }
}

/** A small shop: page views and leads from the browser, purchases and refunds from Stripe, one destination of each kind. */
export const shopInput = {
  site: {
    name: "Shop",
    environments: {
      production: { hosts: ["shop.example"], gtm: "GTM-SHOP1", ga4: "G-SHOP00001", server: "/t" },
      staging: { hosts: ["staging.shop.example", "localhost"], gtm: "GTM-SHOP2", ga4: "G-SHOP00002", server: "/t", testMode: true },
    },
  },
  consent: {
    categories: {
      necessary: { grants: ["security_storage"], always: true },
      analytics: { grants: ["analytics_storage"] },
      marketing: { grants: ["ad_storage", "ad_user_data", "ad_personalization"] },
    },
    banner: { cmp: "custom" },
    globalPrivacyControl: ["marketing"],
  },
  destinations: {
    ga4: { type: "ga4", consent: "analytics", secret: "GA4_API_SECRET" },
    pixel: { type: "meta", consent: "marketing", pixelId: "1029384756", secret: "META_TOKEN" },
    crm: { type: "hubspot", consent: "necessary", secret: "HUBSPOT_TOKEN", fields: { email: "email", name: "firstname" } },
    letter: { type: "mailerlite", consent: "marketing", secret: "MAILERLITE_TOKEN", group: "Letter" },
    hook: { type: "webhook", consent: "necessary", url: "http://127.0.0.1:9/hook", secret: "HOOK_SECRET" },
  },
  parameters: {
    form_id: { type: "string", oneOf: ["lead", "letter"], describe: "Which form" },
    value: { type: "money", describe: "What was paid" },
    currency: { type: "currency", describe: "ISO 4217" },
    items: { type: "items", describe: "What was bought" },
    transaction_id: { type: "id", describe: "The payment" },
    email: { type: "email", describe: "Where to answer", only: ["crm", "letter"] },
    name: { type: "name", describe: "Who", only: ["crm"] },
  },
  events: {
    page_view: { describe: "A page", on: { load: true }, to: ["ga4"] },
    lead_submit: { describe: "A lead", on: { submit: "form" }, required: ["form_id"], optional: ["email", "name"], to: ["ga4", "crm", "letter"], attach: ["identity", "attribution"] },
    purchase: {
      describe: "Money",
      from: { webhook: "stripe", when: "paid" },
      required: ["transaction_id", "value", "currency", "items"],
      attach: ["identity", "attribution"],
      to: ["ga4", "pixel", "crm"],
    },
    refund: { describe: "Money back", from: { webhook: "stripe", when: "refunded" }, required: ["transaction_id", "value", "currency"], to: ["ga4"] },
    activation: { describe: "First use", from: { webhook: "stripe", when: "activated" }, to: ["ga4"] },
  },
  webhooks: { stripe: { type: "stripe", secret: "STRIPE_WEBHOOK_SECRET" } },
} satisfies PlanInput

export const shopPlan = (): ServerPlan => serverPlan(shopInput)
