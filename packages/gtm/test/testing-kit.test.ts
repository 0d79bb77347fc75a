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

  test("how often, on which event, and what held a tag back", () => {
    const page = container(shop, { consent: { ad_storage: "denied" } })
    page.push(lead, { event: "other" }, lead).expect("GA4 — lead").toFireTimes(2).expect("GA4 — lead").toFireOn("lead").expect("Ads").toBeHeldBy("consent")
    page.push(lead).consent({ ad_storage: "granted" }).push(lead).expect("Ads").toFireOnce()
    expect(() => page.push(lead).expect("GA4 — lead").toFireTimes(2)).toThrow(/fired once, not 2 times/)
    expect(() => page.push(lead).expect("GA4 — lead").toFireOn("other")).toThrow(/fired on lead, not on other alone/)
    expect(() => page.push(lead).expect("GA4 — lead").toBeHeldBy("consent")).toThrow(/It fired/)
  })

  test("snapshots are the same each time, and what cannot be evaluated is listed", () => {
    const shots = [1, 2].map(() => container(shop).push(lead).snapshot())
    expect(shots[0]).toEqual(shots[1])
    expect(shots[0]?.[0]).toMatchObject({ event: "lead", fired: [{ tag: "GA4 — lead", values: { form_id: "contact" } }, { tag: "Ads" }] })
    expect(container(shop).unsupported()).toEqual([])
    expect(container(shop).push(lead).unsupported().map(({ reason }) => reason)).toEqual([expect.stringContaining("never loaded")])
  })

  test("a file is opened by its path", () => {
    const file = join(mkdtempSync(join(tmpdir(), "kit-")), "container.json")
    writeFileSync(file, JSON.stringify(shop))
    container(file).push(lead).expect("GA4 — lead").toFire()
  })
})
