import { createHash } from "node:crypto"
import { destinationTraits, planSchema, type Bundle, type ContainerExport, type PlanInput, type QaPlan } from "@tagwright/formats"

const plan: PlanInput = {
  site: {
    name: "Tiny",
    environments: {
      production: { hosts: ["tiny.example"], gtm: "GTM-TINYPR", ga4: "G-TINYPROD", server: "https://tiny.example/t" },
      staging: { hosts: ["staging.tiny.example"], gtm: "GTM-TINY01", ga4: "G-TINYSTAG", server: "/t", testMode: true },
    },
  },
  consent: {
    categories: {
      necessary: { grants: ["security_storage"], always: true },
      analytics: { grants: ["analytics_storage"] },
      marketing: { grants: ["ad_storage"] },
    },
    banner: { cmp: "custom", selectors: { banner: "#banner", accept: "#yes", reject: "#no", settings: "#more", save: "#save", reopen: "#reopen" } },
    globalPrivacyControl: ["marketing"],
  },
  destinations: {
    ga4: { type: "ga4", consent: "analytics", secret: "GA4" },
    pixel: { type: "meta", consent: "marketing", pixelId: "123456" },
    crm: { type: "hubspot", consent: "necessary", secret: "CRM" },
  },
  parameters: {
    page_path: { type: "string", describe: "Path" },
    section: { type: "string", describe: "Section" },
    form_id: { type: "string", oneOf: ["lead"], describe: "Form" },
    email: { type: "email", describe: "Address", only: ["crm"] },
  },
  events: {
    page_view: { describe: "Page", on: { load: true }, required: ["page_path"], to: ["ga4", "pixel"] },
    cta_click: { describe: "Click", on: { click: "[data-tw-event=cta_click]" }, required: ["section"], to: ["ga4"] },
    form_start: { describe: "Start", on: { focus: "form" }, required: ["form_id"], to: ["ga4"] },
    form_error: { describe: "Error", on: { invalid: "form" }, required: ["form_id"], to: ["ga4"] },
    lead_submit: { describe: "Lead", on: { submit: "form" }, required: ["form_id"], optional: ["email"], to: ["ga4", "pixel", "crm"], critical: true },
  },
  pages: { home: { path: "/", sections: ["hero"] }, contact: { path: "/contact/", sections: ["form"] } },
  waivers: [{ selector: ".legal", reason: "Legal links are not measured", owner: "privacy", expires: "2099-01-01" }],
  journeys: {
    "visitor becomes a lead": {
      steps: [
        { visit: "/?utm_source=mail&utm_campaign=may", expect: [{ page_view: { page_path: "/" } }] },
        { consent: "scenario" },
        { click: "#cta", expect: [{ cta_click: { section: "hero" } }, { page_view: { page_path: "/contact/" } }] },
        { fill: "form[data-form-id=lead]", with: "persona", submit: true, expect: ["form_start", { lead_submit: { form_id: "lead" } }, { page_view: { page_path: "/thanks/" } }] },
        { withdraw: true },
        { reload: true, expect: ["page_view"] },
      ],
    },
  },
}

const personalTypes = ["email", "phone", "name"]

/** The tiny plan as the compiler would resolve it. */
export const tinyPlan = (change: (plan: PlanInput) => PlanInput = (same) => same): QaPlan => {
  const full = planSchema.parse(change(structuredClone(plan)))
  return {
    ...full,
    planDigest: "0".repeat(64),
    destinations: Object.fromEntries(
      Object.entries(full.destinations).map(([id, destination]) => [id, { ...destinationTraits[destination.type], ...destination, id, marketing: destination.marketing ?? destinationTraits[destination.type].marketing }]),
    ),
    parameters: Object.fromEntries(
      Object.entries(full.parameters).map(([id, parameter]) => [id, { ...parameter, id, privacy: parameter.privacy ?? (personalTypes.includes(parameter.type) ? ("personal" as const) : ("none" as const)) }]),
    ),
    events: Object.fromEntries(Object.entries(full.events).map(([name, event]) => [name, { ...event, name, source: event.from === undefined ? ("browser" as const) : ("server" as const) }])),
  }
}

const container: ContainerExport = { exportFormatVersion: 2, containerVersion: { accountId: "1", containerId: "1", container: { accountId: "1", containerId: "1", publicId: "GTM-TINY01", usageContext: ["WEB"] } } }

export const tinyBundle = (): Bundle => {
  const text = JSON.stringify(container)
  const digest = createHash("sha256").update(text).digest("hex")
  return { manifest: { version: 1, planDigest: "0".repeat(64), digest, files: { "gtm/web.staging.json": digest }, findings: [] }, files: new Map([["gtm/web.staging.json", text]]) }
}

/**
 * A container runtime of a few lines for tests of QA alone: GA4 with analytics consent, a pixel with marketing consent (or
 * without, when that fault is planted). Speaks to the collector as the real runtime does.
 */
export const tinyRuntime =
  (planted: { tagWithoutConsent?: boolean } = {}) =>
  async (): Promise<string> => `(() => {
  const layer = window.dataLayer
  const consent = {}
  let index = 0
  const send = (url) => fetch(url, { method: "POST", mode: "no-cors", keepalive: true })
  const handle = (m) => {
    if (m[0] === "consent") return Object.assign(consent, m[2], { wait_for_update: undefined })
    if (!m.event) return
    const fired = [], notFired = []
    const tag = (name, type, granted, url) => granted ? (send(url), fired.push({ tag: name, type, status: "success", values: { event: m.event } })) : notFired.push({ tag: name, reason: "consent", detail: "denied" })
    if (!m.event.startsWith("gtm.") && m.event !== "consent_update") {
      tag("GA4", "gaawe", consent.analytics_storage === "granted", "https://region1.google-analytics.com/g/collect?v=2&tid=G-TINYSTAG&en=" + m.event)
      tag("Meta", "html", ${planted.tagWithoutConsent === true} || consent.ad_storage === "granted", "https://www.facebook.com/tr?id=123456&ev=" + m.event)
      if (consent.analytics_storage === "granted") document.cookie = "_ga=GA1.1.1.1;path=/;max-age=63072000"
    }
    window.__tagwright_gtm_record?.({ container: "GTM-TINY01", index: index++, event: m.event, fired, notFired, consent: { ...consent } })
  }
  layer.forEach(handle)
  const push = layer.push
  layer.push = (...all) => { const n = push.apply(layer, all); all.forEach(handle); return n }
})()`
