import type { Rule } from "../rule.ts"

/** Measurement Protocol reference, "Reserved names"; the second list are keys that the kit and GTM write themselves. */
const prefixes = /^(_|firebase_|ga_|google_|gtag)/
const own = new Set(["event", "event_id", "lead_id", "link_token", "test_mode", "gtm", "ecommerce", "event_model", "firebase_conversion"])

export const rule: Rule = {
  severity: "error",
  title: "A parameter has a name that GA4, GTM or the kit uses itself",
  *check({ plan }) {
    for (const name of Object.keys(plan.parameters))
      if (prefixes.test(name) || own.has(name)) yield { path: ["parameters", name], message: `parameter name "${name}" is reserved`, help: "Choose another name" }
  },
}
