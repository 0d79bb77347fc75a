import { expect, test, vi } from "vitest"
import { tinyPlan } from "./tiny-plan.ts"
import { watch } from "./watch.ts"

vi.setConfig({ testTimeout: 240_000 })

const wanders = tinyPlan((plan) => ({
  ...plan,
  journeys: {
    wanders: {
      steps: [
        { visit: "/", expect: ["page_view"] },
        { consent: "scenario" },
        { visit: "/contact/", expect: ["page_view"] },
        { back: true, expect: [{ page_view: { page_path: "/" } }] },
        { forward: true, expect: [{ page_view: { page_path: "/contact/" } }] },
        { newTab: "/", expect: ["page_view"] },
        { comeBack: "/contact/", expect: ["page_view"] },
        { comeBack: "/", forgetful: true },
        { consent: "scenario" },
        { otherDevice: "/contact/" },
        { consent: "scenario" },
      ],
    },
  },
}))

test("a visitor goes back and forth, into a second tab, comes back, is forgotten as Safari forgets, and takes another device", async () => {
  const { of } = await watch({}, { plan: wanders, scenarios: ["all"] })
  const steps = of("step")
  expect(steps.map(({ title, outcome, reason }) => reason ?? `${outcome}: ${title}`)).toEqual([
    "done: Visit /", "done: Choose: scenario", "done: Visit /contact/", "done: Go back", "done: Go forward", "done: Open / in a second tab", "done: Close everything and come back to /contact/",
    "done: Close everything and come back to /, as in Safari after seven days (simulated)", "done: Choose: scenario", "done: Go on at /contact/ in another browser", "done: Choose: scenario",
  ])
  expect(of("expectation").filter(({ outcome }) => outcome !== "met")).toEqual([])
  // Nobody has chosen anything on a device that is new, or has forgotten.
  expect(steps.map(({ choice }) => choice !== undefined)).toEqual([false, true, true, true, true, true, true, false, true, false, true])
  const leads = of("storage").map(({ leadId }) => leadId)
  expect(new Set(leads.slice(1, 7)).size).toBe(1)
  expect(new Set([leads[6], leads[8], leads[10]]).size).toBe(3)
})
