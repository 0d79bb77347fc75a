import { destinationTraits, digestOf, planSchema, type DestinationType, type QaPlan } from "@tagwright/formats"

/** The one environment of a survey. */
export const surveyEnvironment = "survey"

/** Consent as a site without a plan can be asked for: everything or nothing. */
const categories = {
  necessary: { grants: ["security_storage" as const], always: true },
  everything: { grants: ["ad_storage" as const, "ad_user_data" as const, "ad_personalization" as const, "analytics_storage" as const, "functionality_storage" as const, "personalization_storage" as const] },
}

/** Vendors whose requests can be told by their host. */
const vendors = {
  ga4: { type: "ga4", secret: "NONE" },
  "google-ads": { type: "google-ads", conversionId: "AW-0", labels: {} },
  meta: { type: "meta", pixelId: "000000" },
  linkedin: { type: "linkedin", partnerId: "0", conversions: {} },
  tiktok: { type: "tiktok", pixelId: "NONE000000" },
  microsoft: { type: "microsoft", tagId: "0" },
  pinterest: { type: "pinterest", tagId: "0" },
} as const satisfies Partial<Record<DestinationType, unknown>>

/** What a banner is without selectors of its own: nothing matches these. */
const noBanner = { banner: "tagwright-no-banner", accept: "tagwright-no-banner", reject: "tagwright-no-banner" }

/** A plan that asks for nothing, for a site that has none: it names the well-known vendors, so that their requests can be told apart. */
export const blankPlan = (host: string): QaPlan => {
  const plan = planSchema.parse({
    site: { name: host, environments: { [surveyEnvironment]: { hosts: [host], gtm: "GTM-NONE", ga4: "G-NONE", server: "/tagwright-none", testMode: true } } },
    consent: { categories, banner: { cmp: "custom", selectors: noBanner } },
    parameters: {},
    destinations: Object.fromEntries(Object.entries(vendors).map(([id, vendor]) => [id, { ...vendor, consent: "everything" }])),
    events: {},
  })
  const destinations = Object.fromEntries(Object.entries(plan.destinations).map(([id, one]) => [id, { ...destinationTraits[one.type], ...one, id, marketing: destinationTraits[one.type].marketing }]))
  return { ...plan, destinations, parameters: {}, events: {}, planDigest: digestOf(plan) }
}
