import { planSchema } from "@tagwright/formats"
import { expect, test, vi } from "vitest"
import type { Tab } from "../src/browser/port.ts"
import { recordJourney } from "../src/index.ts"
import { tinyBundle, tinyPlan } from "./tiny-plan.ts"
import { tinySite } from "./tiny-site.ts"
import { watch } from "./watch.ts"

/** Nothing but a hang should end it. */
vi.setConfig({ testTimeout: 240_000 })

const container = JSON.parse(tinyBundle().files.get("gtm/web.staging.json") ?? "null")
/** A person does nothing on a page that is not there yet: its own events are pushed when it is loaded. */
const arrived = (tab: Tab, path: string): Promise<void> => vi.waitUntil(() => tab.evaluate((at: string) => location.pathname === at && document.readyState === "complete", path).catch(() => false), 20_000).then(() => undefined)

/** What a person would do with the mouse and the keyboard. */
const session = async (tab: Tab): Promise<void> => {
  await tab.appears("#yes", 10_000)
  await tab.click("#yes")
  await tab.click("#cta")
  await arrived(tab, "/contact/")
  await tab.appears("[name=email]", 10_000)
  await tab.fill("[name=name]", "Mara Secret")
  await tab.fill("[name=email]", "mara.secret@example.net")
  await tab.click("form button")
  await arrived(tab, "/thanks/")
  await tab.reload()
  await arrived(tab, "/thanks/")
  await tab.click("header a[href='/']")
  await arrived(tab, "/")
}

test("a clicked session becomes a journey that can be walked, and holds nothing that was typed", async () => {
  const site = tinySite()
  try {
    const steps = await recordJourney({ site, plan: { plan: tinyPlan(), environment: "staging", container }, start: "/?utm_source=mail", headed: false, until: session })
    expect(steps).toEqual([
      { visit: "/?utm_source=mail", expect: ["page_view"] },
      { consent: "scenario" },
      { click: '[data-section="hero"] [data-tw-event="cta_click"]', expect: ["cta_click", "page_view"] },
      { fill: '[data-form-id="lead"]', with: "persona", submit: true, expect: ["form_start", "lead_submit", "page_view"] },
      { reload: true, expect: ["page_view"] },
      { click: '[data-section="header"] a[href="/"]', expect: ["cta_click", "page_view"] },
    ])
    expect(JSON.stringify(steps)).not.toMatch(/mara|secret/i)
    const { steps: parsed } = planSchema.shape.journeys.parse({ recorded: { steps } })["recorded"] ?? { steps: [] }
    const { of } = await watch({}, { scenarios: ["none"], plan: { ...tinyPlan(), journeys: { recorded: { steps: parsed } } } })
    expect(of("step").map(({ outcome }) => outcome)).toEqual(steps.map(() => "done"))
    expect(of("expectation").filter(({ outcome }) => outcome !== "met")).toEqual([])
  } finally {
    site.remove()
  }
})
