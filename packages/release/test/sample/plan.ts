import { destinationTraits, planSchema, type PlanInput, type ResolvedPlan } from "@tagwright/formats"

const personalTypes: readonly string[] = ["email", "phone", "name"]

/** A resolved plan without the compiler: defaults filled in, ids and traits added. */
export const resolvePlan = (input: unknown): ResolvedPlan => {
  const { $schema: _, destinations, parameters, events, ...plan } = planSchema.parse(input)
  const map = <A, B>(record: Record<string, A>, to: (value: A, key: string) => B): Record<string, B> =>
    Object.fromEntries(Object.entries(record).map(([key, value]) => [key, to(value, key)]))
  return {
    ...plan,
    destinations: map(destinations, (destination, id) => {
      const traits = destinationTraits[destination.type]
      return { ...traits, ...destination, id, marketing: destination.marketing ?? traits.marketing }
    }),
    parameters: map(parameters, (parameter, id) => ({ ...parameter, id, privacy: parameter.privacy ?? (personalTypes.includes(parameter.type) ? "personal" : "none") })),
    events: map(events, (event, name) => ({ ...event, name, source: event.from === undefined ? "browser" : "server" })),
  }
}

/** A course site: everything the gates ask about, and little else. */
const planInput: PlanInput = {
  site: {
    name: "Northlight Studio",
    environments: {
      production: { hosts: ["northlight.example"], gtm: "GTM-NLPROD1", ga4: "G-NLPROD0001", server: "https://northlight.example/t" },
      staging: { hosts: ["staging.northlight.example"], gtm: "GTM-NLSTAG1", ga4: "G-NLSTAG0001", server: "/t", testMode: true },
    },
  },
  consent: {
    categories: {
      necessary: { grants: ["security_storage", "functionality_storage"], always: true },
      analytics: { grants: ["analytics_storage"] },
      marketing: { grants: ["ad_storage", "ad_user_data", "ad_personalization", "personalization_storage"] },
    },
    banner: { cmp: "vanilla-cookieconsent" },
    globalPrivacyControl: ["marketing"],
  },
  destinations: {
    ga4: { type: "ga4", consent: "analytics", secret: "GA4_API_SECRET" },
    pixel: { type: "meta", consent: "marketing", pixelId: "1029384756", secret: "META_TOKEN" },
    crm: { type: "hubspot", consent: "necessary", secret: "HUBSPOT_TOKEN" },
  },
  parameters: {
    page_path: { type: "string", describe: "Path of the page", example: "/pricing/" },
    page_title: { type: "string", describe: "Title of the page", example: "Plans and prices" },
    section: { type: "string", describe: "Section of the page", example: "hero" },
    cta_id: { type: "string", describe: "Which call to action", example: "hero_talk" },
    form_id: { type: "string", oneOf: ["lead"], describe: "Which form", example: "lead" },
    form_location: { type: "string", describe: "Page and section", example: "contact.enquiry" },
    value: { type: "money", describe: "What was paid", example: 240 },
    currency: { type: "currency", describe: "ISO 4217", example: "EUR" },
    items: { type: "items", describe: "The plans in question" },
    transaction_id: { type: "id", describe: "The payment", example: "pi_3Q9x" },
    email: { type: "email", describe: "Where to answer", only: ["crm"] },
  },
  events: {
    page_view: { describe: "A page is shown", on: { load: true }, required: ["page_path", "page_title"], to: ["ga4", "pixel"] },
    cta_click: { describe: "A call to action is followed", on: { click: "[data-cta]" }, required: ["cta_id", "section"], to: ["ga4"] },
    form_start: { describe: "A form is begun", on: { focus: "form" }, required: ["form_id", "form_location"], to: ["ga4"] },
    lead_submit: {
      describe: "A visitor asks to be contacted",
      on: { submit: "form" },
      required: ["form_id", "form_location"],
      optional: ["email"],
      attach: ["identity", "attribution"],
      to: ["ga4", "pixel", "crm"],
      ga4Name: "generate_lead",
      keyEvent: true,
      critical: true,
      since: "1.0",
    },
    checkout_start: { describe: "A checkout begins", on: { call: true }, required: ["value", "currency", "items"], to: ["ga4", "pixel"] },
    purchase: {
      describe: "Money has arrived",
      from: { webhook: "stripe", when: "paid" },
      required: ["transaction_id", "value", "currency"],
      attach: ["identity", "attribution"],
      to: ["ga4", "pixel", "crm"],
      critical: true,
    },
    refund: { describe: "Money went back", from: { webhook: "stripe", when: "refunded" }, required: ["transaction_id", "value", "currency"], to: ["ga4", "crm"] },
  },
  pages: {
    home: { path: "/", sections: ["header", "hero", "plans", "footer"] },
    contact: { path: "/contact/", sections: ["header", "enquiry", "footer"] },
    checkout: { path: "/checkout/", sections: ["plan", "payment"] },
    thanks: { path: "/thank-you/", sections: ["thanks"] },
  },
  webhooks: { stripe: { type: "stripe", secret: "STRIPE_WEBHOOK_SECRET" } },
  waivers: [{ selector: "[data-legal] a", reason: "Legal links must be reachable unobserved", owner: "privacy", expires: "2027-11-30" }],
  journeys: {
    "cold visitor buys by card": {
      describe: "From a campaign link to an enquiry, a purchase and a partial refund",
      steps: [
        { visit: "/?utm_source=podcast&utm_medium=audio&utm_campaign=autumn_guests", expect: [{ page_view: { page_path: "/" } }] },
        { consent: "scenario" },
        { click: "[data-cta=hero_talk]", expect: [{ cta_click: { cta_id: "hero_talk", section: "hero" } }, { page_view: { page_path: "/contact/" } }] },
        { focus: "form [name=name]", expect: ["form_start"] },
        { fill: "form", with: "persona", submit: true, expect: [{ lead_submit: { form_id: "lead", form_location: "contact.enquiry" } }] },
        { visit: "/checkout/", expect: [{ page_view: { page_path: "/checkout/" } }, { checkout_start: { value: 240, currency: "EUR" } }] },
        { pay: "card", expect: [{ purchase: { value: 240, currency: "EUR" } }, { page_view: { page_path: "/thank-you/" } }] },
        { refund: "partial", expect: ["refund"] },
      ],
    },
    "returning visitor withdraws": {
      steps: [
        { visit: "/", expect: ["page_view"] },
        { consent: "scenario" },
        { withdraw: true },
        { visit: "/contact/", expect: [{ page_view: { page_path: "/contact/" } }] },
      ],
    },
  },
}
export const plan = resolvePlan(planInput)
