import { planSchema, type PlanInput, type ResolvedPlan } from "@tagwright/formats"
import { emitKit, type EmittedKit } from "@tagwright/compiler/kit"
import { resolve } from "@tagwright/compiler/resolve"

/** A small shop that uses every part of the kit. */
export const shop: PlanInput = {
  site: {
    name: "Test shop",
    environments: {
      production: { hosts: ["shop.example"], gtm: "GTM-PROD001", ga4: "G-PROD0001", server: "https://shop.example/t" },
      staging: { hosts: ["127.0.0.1"], gtm: "GTM-STAG001", ga4: "G-STAG0001", server: "/t", testMode: true },
    },
  },
  consent: {
    categories: {
      necessary: { grants: ["security_storage", "functionality_storage"], always: true },
      analytics: { grants: ["analytics_storage"] },
      marketing: { grants: ["ad_storage", "ad_user_data", "ad_personalization", "personalization_storage"] },
    },
    regions: [{ regions: ["US"], grant: ["analytics"] }],
    banner: { cmp: "vanilla-cookieconsent", waitForUpdate: 500 },
    globalPrivacyControl: ["marketing"],
  },
  destinations: {
    ga4: { type: "ga4", consent: "analytics", secret: "GA4" },
    pixel: { type: "meta", consent: "marketing", pixelId: "1234567890" },
    crm: { type: "hubspot", consent: "necessary", secret: "CRM" },
    news: { type: "mailerlite", consent: "marketing", group: "g", secret: "ML" },
  },
  parameters: {
    page_path: { type: "string", describe: "path" },
    page_title: { type: "string", describe: "title" },
    section: { type: "string", describe: "section" },
    link_url: { type: "url", describe: "link" },
    link_text: { type: "string", describe: "text" },
    form_id: { type: "string", oneOf: ["lead", "news"], describe: "form" },
    form_location: { type: "string", describe: "place" },
    percent_scrolled: { type: "integer", describe: "depth" },
    note: { type: "string", describe: "note", maxLength: 20 },
    code: { type: "string", pattern: "[A-Z]{2}\\d", describe: "code" },
    value: { type: "money", describe: "value" },
    currency: { type: "currency", describe: "currency" },
    items: { type: "items", describe: "items" },
    gift: { type: "boolean", describe: "gift" },
    email: { type: "email", describe: "email", privacy: "personal", only: ["crm", "news"] },
  },
  events: {
    page_view: { describe: "view", on: { load: true }, required: ["page_path", "page_title"], to: ["ga4", "pixel"] },
    pricing_view: { describe: "prices", on: { load: true, page: "pricing" }, required: ["page_path"], to: ["ga4"] },
    cta_click: { describe: "cta", on: { click: ".cta" }, required: ["section"], optional: ["link_url", "link_text", "note"], to: ["ga4"] },
    card_view: { describe: "card", on: { visible: ".card", share: 0.5, ms: 50 }, required: ["section"], to: ["ga4"] },
    deep: { describe: "depth", on: { scroll: [50, 90] }, required: ["percent_scrolled"], to: ["ga4"] },
    form_start: { describe: "start", on: { focus: "form[data-form-id]" }, required: ["form_id"], to: ["ga4"] },
    form_error: { describe: "error", on: { invalid: "form[data-form-id]" }, required: ["form_id"], to: ["ga4"] },
    lead_submit: {
      describe: "lead",
      on: { submit: "form[data-form-id=lead]" },
      required: ["form_id", "form_location"],
      optional: ["email"],
      attach: ["identity", "attribution"],
      to: ["ga4", "crm"],
    },
    news_submit: { describe: "news", on: { submit: "form[data-form-id=news]" }, required: ["form_id"], optional: ["email"], to: ["news"] },
    checkout: { describe: "checkout", on: { call: true }, required: ["value", "currency"], optional: ["items", "gift", "code", "note"], to: ["ga4"] },
    purchase: { describe: "paid", from: { webhook: "stripe", when: "paid" }, required: ["value", "currency"], to: ["ga4", "crm"] },
  },
  pages: { home: { path: "/", sections: ["hero"] }, pricing: { path: "/pricing/" } },
  webhooks: { stripe: { type: "stripe", secret: "STRIPE" } },
}

export const resolved = (plan: PlanInput): ResolvedPlan => resolve(planSchema.parse(plan))
export const kitOf = (plan: PlanInput): Promise<EmittedKit> => emitKit(resolved(plan))
