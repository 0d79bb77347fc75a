import { mkdtempSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { container } from "../src/testing/container.ts"
import { container as made, dlv, onEvent, table, text } from "./support/runtime-container.ts"

const consent = { consentSettings: { consentStatus: "NEEDED" as const, consentType: { type: "LIST" as const, list: [{ type: "TEMPLATE" as const, value: "ad_storage" }] } } }
const shop = made({
  variables: [dlv("form", "form_id")], triggers: [onEvent("lead")],
  tags: [
    { name: "GA4 — lead", type: "gaawe", on: ["on lead"], parameter: [text("eventName", "lead"), text("measurementIdOverride", "G-1"), table("eventSettingsTable", [{ parameter: "form_id", parameterValue: "{{form}}" }])] },
    { name: "Ads", type: "awct", on: ["on lead"], parameter: [text("conversionId", "123"), text("conversionLabel", "abc")], ...consent },
  ],
})
const lead = { event: "lead", form_id: "contact" }

describe("D4.1 a container in a unit test", () => {
  test("fired once, with these values", () => {
    container(shop).push(lead).expect("GA4 — lead").toFireOnceWith({ eventName: "lead", form_id: "contact" }).expect("Ads").toFireOnce()
    expect(container(shop).push(lead).firings()).toEqual(["lead: GA4 — lead, Ads"])
  })

  test("each expectation can fail, and says why", () => {
    expect(() => container(shop).expect("GA4 — lead").toFire()).toThrow(/did not fire.*"lead" is false/)
    expect(() => container(shop).push(lead, lead).expect("GA4 — lead").toFireOnce()).toThrow(/fired 2 times/)
    expect(() => container(shop).push(lead).expect("GA4 — lead").toFireOnceWith({ form_id: "other" })).toThrow(/values of "GA4 — lead" differ/)
    expect(() => container(shop).push(lead).expect("Ads").notToFire()).toThrow(/"Ads" fired/)
    expect(() => container(shop).expect("no such tag")).toThrow(/no tag "no such tag"/)
    expect(() => container(shop).push(lead).expectNothingFrom("ads")).toThrow(/"Ads" sent to www\.googleadservices\.com/)
  })

  test("P3 without consent nothing comes from ads, and the reason is consent", () => {
    const denied = container(shop, { consent: { ad_storage: "denied" } }).push(lead)
    denied.expectNothingFrom("ads").expect("Ads").notToFire()
    expect(() => denied.expect("Ads").toFire()).toThrow(/consent, not granted: ad_storage/)
  })

  test("a file is opened by its path", () => {
    const file = join(mkdtempSync(join(tmpdir(), "kit-")), "container.json")
    writeFileSync(file, JSON.stringify(shop))
    container(file).push(lead).expect("GA4 — lead").toFire()
  })
})
