import { resolvePlan } from "@tagwright/compiler"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { rules, type RuleCode } from "../src/check/rules.ts"
import { folderWith, shopWith } from "./workshop.ts"

/** For every rule a plan that breaks it, and where. The table is typed by the codes: a new rule does not compile without its fault. */
const faults: Record<RuleCode, { path: (string | number)[]; value: unknown; at: string; lock?: unknown; alone?: false }> = {
  "banner-controls-unknown": { path: ["consent", "banner"], value: { cmp: "custom" }, at: "consent.banner.cmp" },
  "consent-type-uncovered": { path: ["consent", "categories", "necessary", "grants"], value: ["security_storage"], at: "consent.categories" },
  "conversion-without-id": {
    path: ["destinations", "ga4"],
    value: { type: "linkedin", consent: "marketing", partnerId: "123", conversions: { lead_submit: "7" }, secret: "LINKEDIN_TOKEN" },
    at: "events.purchase.to[0]",
    alone: false,
  },
  "event-source": { path: ["events", "lead_submit", "on"], value: undefined, at: "events.lead_submit" },
  "event-without-destination": { path: ["events", "lead_submit", "to"], value: [], at: "events.lead_submit" },
  "frozen-event-missing": { path: [], value: undefined, at: "events", lock: { ordered: { since: "1.0", required: [] } } },
  "frozen-parameter-missing": { path: [], value: undefined, at: "events.lead_submit.required", lock: { lead_submit: { since: "1.0", required: ["form_id", "form_location"] } } },
  "invalid-pattern": { path: ["parameters", "form_id", "pattern"], value: "(", at: "parameters.form_id.pattern" },
  "link-token-without-key": { path: ["destinations", "crm", "fields"], value: { link_token: "tagwright_link" }, at: "destinations.crm.fields.link_token" },
  "mail-without-link": { path: ["journeys", "lead", "steps", 0], value: { otherDevice: "/", mail: "crm" }, at: "journeys.lead.steps[0].mail" },
  "marketing-without-consent": { path: ["destinations", "pixel", "consent"], value: "necessary", at: "destinations.pixel.consent" },
  "no-test-environment": { path: ["site", "environments", "staging", "testMode"], value: false, at: "site.environments" },
  "parameter-twice": { path: ["events", "lead_submit", "optional"], value: ["email", "form_id"], at: "events.lead_submit.optional[1]" },
  "personal-parameter-in-container": { path: ["parameters", "email", "only"], value: ["crm", "ga4"], at: "parameters.email.only[1]" },
  "personal-parameter-unrestricted": { path: ["parameters", "email", "only"], value: undefined, at: "parameters.email" },
  "reserved-event-name": { path: ["events", "purchase", "ga4Name"], value: "session_start", at: "events.purchase.ga4Name" },
  "reserved-parameter-name": { path: ["parameters", "google_id"], value: { type: "id", describe: "x" }, at: "parameters.google_id", alone: false },
  "server-event-undeliverable": {
    path: ["destinations", "ga4"],
    value: { type: "tiktok", consent: "marketing", pixelId: "C0123456789ABCDEF" },
    at: "events.purchase.to[0]",
  },
  "shared-environment": { path: ["site", "environments", "staging", "ga4"], value: "G-SHOPPROD01", at: "site.environments.staging.ga4" },
  "too-many-parameters": { path: ["events", "lead_submit", "attach"], value: ["identity", "attribution"], at: "events.lead_submit", alone: false },
  "unknown-category": { path: ["destinations", "ga4", "consent"], value: "analitics", at: "destinations.ga4.consent" },
  "unknown-destination": { path: ["events", "purchase", "to", 0], value: "ga5", at: "events.purchase.to[0]" },
  "unknown-funnel-event": { path: ["funnel"], value: [{ step: "lead", events: ["lead_sumbit"] }], at: "funnel[0].events[0]" },
  "unknown-journey-event": { path: ["journeys", "lead", "steps", 0, "expect", 0], value: "lead_sumbit", at: "journeys.lead.steps[0].expect[0]" },
  "unknown-page": { path: ["waivers"], value: [{ selector: "a", page: "home", reason: "r", owner: "o", expires: "2027-01-01" }], at: "waivers[0].page" },
  "unknown-parameter": { path: ["events", "purchase", "required", 0], value: "transaction", at: "events.purchase.required[0]", alone: false },
  "unknown-person": { path: ["operations"], value: { onCall: ["nobody"] }, at: "operations.onCall[0]" },
  "unknown-webhook": { path: ["events", "purchase", "from", "webhook"], value: "stripes", at: "events.purchase.from.webhook" },
  "unused-parameter": { path: ["parameters", "colour"], value: { type: "string", describe: "x" }, at: "parameters.colour" },
  "value-without-currency": { path: ["events", "purchase", "required", 2], value: "form_id", at: "events.purchase", alone: false },
}

const manyParameters = (): string => {
  const plan: { parameters: Record<string, unknown>; events: Record<string, Record<string, unknown>> } = JSON.parse(shopWith([], JSON.parse(shopWith(["schema"], undefined))))
  const names = Array.from({ length: 20 }, (_, i) => `p${i}`)
  for (const name of names) plan.parameters[name] = { type: "string", describe: "x" }
  plan.events["lead_submit"] = { ...plan.events["lead_submit"], optional: names, attach: ["identity", "attribution"] }
  return JSON.stringify(plan, null, 2)
}

const findingsOf = async (text: string, lock?: unknown) => {
  const folder = await folderWith({ "tagwright.plan.json": text, ...(lock === undefined ? {} : { "tagwright.lock.json": JSON.stringify({ version: 1, events: lock }) }) })
  return (await resolvePlan(join(folder, "tagwright.plan.json"))).findings
}

describe("every rule of the plan finds its planted fault, at its place", () => {
  test("a sound plan has no finding", async () => {
    expect(await findingsOf(shopWith(["$schema"], undefined))).toEqual([])
  })

  for (const code of Object.keys(rules).filter((key): key is RuleCode => key in faults)) {
    const { path, value, at, lock, alone } = faults[code]
    test(code, async () => {
      const text = code === "too-many-parameters" ? manyParameters() : path.length === 0 ? shopWith(["$schema"], undefined) : shopWith(path, value)
      const findings = await findingsOf(text, lock)
      const found = findings.filter((one) => one.code === code)
      expect(found.map((one) => one.at.path)).toEqual([at])
      expect(found[0]?.at.line).toBeGreaterThan(1)
      expect(found[0]?.help.length).toBeGreaterThan(5)
      if (alone !== false) expect(findings.map((one) => one.code)).toEqual([code])
    })
  }
})

describe("personal values may reach advertising only hashed, by our server", () => {
  const ads = { type: "meta", consent: "marketing", pixelId: "1029384756", secret: "META_TOKEN" }
  const findingsWith = async (event: "lead_submit" | "purchase") => {
    const plan: { destinations: Record<string, unknown>; parameters: { email: Record<string, unknown> }; events: Record<string, { to: string[]; optional?: string[] }> } = JSON.parse(shopWith(["$schema"], undefined))
    plan.destinations["ads"] = ads
    plan.parameters.email["only"] = ["crm", "ads"]
    for (const name of ["lead_submit", "purchase"]) plan.events[name] = { ...plan.events[name], to: [...(plan.events[name]?.to ?? []), ...(name === event ? ["ads"] : [])] }
    plan.events["purchase"] = { ...plan.events["purchase"], to: plan.events["purchase"]?.to ?? [], optional: ["email"] }
    return (await findingsOf(JSON.stringify(plan, null, 2))).map(({ code }) => code)
  }
  test("with a server event", async () => expect(await findingsWith("purchase")).toEqual([]))
  test("not with a browser event, whose values pass through the page", async () => expect(await findingsWith("lead_submit")).toEqual(["personal-parameter-in-container"]))
})
