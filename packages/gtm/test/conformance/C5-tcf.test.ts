import { describe, expect, test } from "vitest"
import { useChromium } from "../support/chromium.ts"
import { google } from "../support/ga4.ts"
import { container } from "../support/runtime-container.ts"

const { visit } = useChromium()

/** A consent management platform as the IAB's framework describes it, with one answer. */
const platform = (data: object, optIn = true): string => `window.gtag_enable_tcf_support = ${optIn};
  window.__tcfapi = (command, version, callback) => setTimeout(() => callback(${JSON.stringify(data)}, true), 10);`
const answer = (purposes: number[], vendor = true, more: object = {}) => ({
  eventStatus: "tcloaded", gdprApplies: true, tcString: "CPtext", tcfPolicyVersion: 4,
  purpose: { consents: Object.fromEntries(purposes.map((purpose) => [purpose, true])) }, vendor: { consents: { 755: vendor } }, ...more,
})

const states = async (setup: string) => {
  const { events, requests } = await visit(container({ tags: [google()] }), { before: setup, after: `new Promise((done) => setTimeout(() => { dataLayer.push({event: "later"}); done() }, 50))` })
  const hit = requests.find(({ url }) => url.includes("/g/collect"))
  return { consent: events.findLast((event) => event.event === "later")?.consent, fields: Object.fromEntries(new URL(hit?.url ?? "https://none.example").searchParams) }
}

describe("C5 IAB TCF", () => {
  test("purposes become consent types, and hits say what the platform said", async () => {
    const { consent, fields } = await states(platform(answer([1, 3, 4])))
    expect(consent).toMatchObject({ ad_storage: "granted", ad_personalization: "granted", ad_user_data: "denied", analytics_storage: "granted" })
    expect(fields).toMatchObject({ gdpr: "1", gdpr_consent: "CPtext", dma: "1", gcs: "G11-" })
  })

  test("without consent for Google as a vendor nothing is granted; an older policy does not ask for purpose 7", async () => {
    expect((await states(platform(answer([1, 3, 4, 7], false)))).consent).toMatchObject({ ad_storage: "denied", ad_user_data: "denied" })
    expect((await states(platform(answer([1], true, { tcfPolicyVersion: 3 })))).consent).toMatchObject({ ad_storage: "granted", ad_user_data: "granted" })
  })

  test("only pages that opt in, and only where the regulation applies", async () => {
    expect((await states(platform(answer([]), false))).consent).toMatchObject({ ad_storage: "granted" })
    expect((await states(platform(answer([], false, { gdprApplies: false })))).consent).toMatchObject({ ad_storage: "granted" })
  })
})
