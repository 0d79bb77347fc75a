import { expect, test, vi } from "vitest"
import type { QaPlan } from "@tagwright/formats"
import { tinyPlan } from "./tiny-plan.ts"
import { watch } from "./watch.ts"

vi.setConfig({ testTimeout: 240_000 })

/** The tiny site keeps the choice for 180 days and the lead_id for 365; Google's cookie would last two years, which Chromium cuts to 400 days. */
const comesBack = tinyPlan((plan) => ({
  ...plan,
  journeys: {
    "comes back": {
      steps: [
        { visit: "/", expect: ["page_view"] },
        { consent: "scenario" },
        { later: "31 minutes" },
        { visit: "/contact/", expect: ["page_view"] },
        { later: "200 days" },
        { comeBack: "/", expect: ["page_view"] },
        { consent: "scenario" },
        { later: "1 day" },
        { later: "364 days" },
        { visit: "/contact/" },
        { consent: "scenario" },
      ],
    },
  },
}))

const askedAgain: QaPlan = tinyPlan((plan) => ({ ...plan, journeys: { again: { steps: [{ visit: "/" }, { consent: "scenario" }, { later: "200 days" }, { visit: "/" }, { consent: "scenario" }] } } }))

const minute = 60_000
const day = 1_440 * minute

test("when time has passed the page's clock says so, and what has run out is gone: the choice first, the visitor later", async () => {
  const { of } = await watch({}, { plan: comesBack, scenarios: ["all"] })
  const steps = of("step")
  expect(steps.map(({ outcome, reason }) => reason ?? outcome)).toEqual(steps.map(() => "done"))
  expect(steps.filter(({ title }) => title.endsWith("later")).map(({ title }) => title)).toEqual(["31 minutes later", "200 days later", "1 day later", "364 days later"])
  expect(steps.map(({ aheadMs = 0 }) => aheadMs)).toEqual([0, 0, 31 * minute, 31 * minute, ...[200, 200, 200, 201, 565, 565, 565].map((days) => days * day + 31 * minute)])
  // Asked again after half a year, and after a year.
  expect(steps.map(({ choice }) => choice !== undefined)).toEqual([false, true, true, true, true, false, true, true, true, false, true])
  expect(of("banner").map(({ shown }) => shown)).toEqual([true, true, true])
  expect(of("expectation").filter(({ outcome }) => outcome !== "met")).toEqual([])
  const left = of("storage").map(({ cookies }) => Object.fromEntries(cookies.map(({ name, days }) => [name, days])))
  expect(left[3]).toMatchObject({ tw_choice: 180, tw_lead: 365, _ga: 400 })
  // What the page wrote by now has its whole time before it; what it wrote before has the rest of it.
  expect(left[4]).toEqual({ tw_lead: 165, _ga: 200 })
  expect(left[6]).toMatchObject({ tw_choice: 180, tw_lead: 365 })
  const leads = of("storage").map(({ leadId }) => leadId)
  expect(new Set(leads.slice(0, 8)).size).toBe(1)
  expect(leads[8]).toBeUndefined()
  expect(leads[9]).not.toBe(leads[7])
})

test("a choice that is kept for a year is not asked for again after half of one: the banner that should show does not", async () => {
  const { of } = await watch({ choiceDays: 365 }, { plan: askedAgain, scenarios: ["none"] })
  expect(of("banner").map(({ shown }) => shown)).toEqual([true, false])
  expect(of("step").map(({ outcome, choice }) => `${outcome} ${choice !== undefined}`)).toEqual(["done false", "done true", "done true", "done true", "inconclusive true"])
})
