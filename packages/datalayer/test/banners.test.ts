import type { PlanInput } from "@tagwright/formats"
import { describe, expect, it } from "vitest"
import { html } from "./support/pages.ts"
import { kitOf, shop } from "./support/plan.ts"
import { world } from "./support/world.ts"

const w = world(shop)
type Cmp = PlanInput["consent"]["banner"]["cmp"]

/** The shop with another banner; `early` is there before the kit, `act` is what the visitor does. Answers the choices before and after, and on the next page. */
const through = async (cmp: Cmp, early: string, act: string): Promise<unknown[]> => {
  w.site.script = (await kitOf({ ...shop, consent: { ...shop.consent, banner: { cmp } } })).script
  w.site.pages.set("/", html("", `<script>${early}</script>`))
  const { page } = await w.visitor()
  await page.goto(w.site.url)
  const choice = () => page.evaluate("window.tagwright.consent.choice()")
  const before = await choice()
  await page.evaluate(act)
  const after = await choice()
  await page.reload()
  return [before, after, await choice()]
}
const yes = (...granted: string[]) => ({ necessary: true, analytics: granted.includes("analytics"), marketing: granted.includes("marketing") })
const cookie = (name: string, value: string) => `document.cookie = ${JSON.stringify(`${name}=${encodeURIComponent(value)};path=/`)}`

describe("P2 banners, each spoken to as its vendor documents it", () => {
  it("custom: the site tells, the kit remembers", async () => {
    expect(await through("custom", "", "tagwright.consent.update({ analytics: true })")).toEqual([undefined, yes("analytics"), yes("analytics")])
  })
  it("cookiebot: by cookie and event", async () => {
    const act = `${cookie("CookieConsent", "{stamp:'x',necessary:true,preferences:false,statistics:true,marketing:false,ver:1}")}; dispatchEvent(new Event("CookiebotOnAccept"))`
    expect(await through("cookiebot", "", act)).toEqual([undefined, yes("analytics"), yes("analytics")])
  })
  it("onetrust: not before somebody chose", async () => {
    const early = `if (!document.cookie.includes("AlertBoxClosed")) { ${cookie("OptanonConsent", "groups=C0001:1,C0002:0,C0004:0")}; setTimeout(() => dispatchEvent(new CustomEvent("OneTrustGroupsUpdated", { detail: ["C0001"] }))) }`
    const act = `${cookie("OptanonConsent", "isGpcEnabled=0&groups=C0001:1,C0002:1,C0003:1,C0004:1&x=1")}; ${cookie("OptanonAlertBoxClosed", "2026-11-23")}; dispatchEvent(new CustomEvent("OneTrustGroupsUpdated", { detail: [] }))`
    expect(await through("onetrust", early, act)).toEqual([undefined, yes("analytics", "marketing"), yes("analytics", "marketing")])
  })
  it("klaro: by cookie and manager", async () => {
    const early = `window.klaro = { getManager: () => ({ watch: (watcher) => (window.watcher = watcher) }) }`
    const act = `${cookie("klaro", JSON.stringify({ marketing: true, analytics: false }))}; window.watcher.update({}, "saveConsents", {})`
    expect(await through("klaro", early, act)).toEqual([undefined, yes("marketing"), yes("marketing")])
  })
  it("usercentrics: a category is granted when all its services are", async () => {
    const early = `let status = !!localStorage.uc
      window.UC_UI = { isInitialized: () => true, isConsentRequired: () => !localStorage.uc, getServicesBaseInfo: () => [
        { categorySlug: "statistics", consent: { status: true } }, { categorySlug: "marketing", consent: { status: true } }, { categorySlug: "marketing", consent: { status: false } }] }
      addEventListener("load", () => dispatchEvent(new Event("UC_UI_INITIALIZED")))`
    const act = `localStorage.uc = 1; dispatchEvent(new CustomEvent("UC_UI_CMP_EVENT", { detail: { type: "SAVE" } }))`
    expect(await through("usercentrics", early, act)).toEqual([undefined, yes("analytics"), yes("analytics")])
  })
  it("tcf: purposes, and Google as a vendor for advertising", async () => {
    const all = "{ 1: true, 3: true, 4: true, 5: true, 6: true, 7: true, 8: true }"
    const early = `window.__tcfapi = (command, version, callback) => { window.tell = callback; callback(localStorage.tc
      ? { eventStatus: "tcloaded", gdprApplies: true, purpose: { consents: ${all} }, vendor: { consents: { 755: true } } } : { eventStatus: "cmpuishown" }, true) }`
    const act = `localStorage.tc = 1; tell({ eventStatus: "useractioncomplete", gdprApplies: true, purpose: { consents: ${all} }, vendor: { consents: {} } }, true)`
    expect(await through("tcf", early, act)).toEqual([undefined, yes("analytics"), yes("analytics", "marketing")])
  })
})
