import { definePlan, planSchema, type PlanInput } from "@tagwright/formats"
import { describe, expect, expectTypeOf, test } from "vitest"

const rest = {
  site: { name: "S", environments: { production: { hosts: ["s.example"], gtm: "GTM-AAAA", ga4: "G-AAAA", server: "/t" } } },
} satisfies Pick<PlanInput, "site">
const consent = { categories: { analytics: { grants: ["analytics_storage"] } }, banner: { cmp: "custom" } } as const
const parameters = { form_id: { type: "string", describe: "Which form" } } as const
const destinations = { ga4: { type: "ga4", consent: "analytics", secret: "GA4_API_SECRET" } } as const

describe("D1.1 a plan is checked while it is written", () => {
  test("a sound plan is returned as it is, and is a plan", () => {
    const plan = definePlan({ ...rest, consent, parameters, destinations, events: { lead: { describe: "d", on: { call: true }, required: ["form_id"], to: ["ga4"] } } })
    expect(planSchema.safeParse(plan).success).toBe(true)
    expectTypeOf(plan.parameters).toHaveProperty("form_id")
  })

  test("names that the plan does not have are errors of type", () => {
    // @ts-expect-error no such parameter
    definePlan({ ...rest, consent, parameters, destinations, events: { lead: { describe: "d", on: { call: true }, required: ["from_id"] } } })
    // @ts-expect-error no such destination
    definePlan({ ...rest, consent, parameters, destinations, events: { lead: { describe: "d", on: { call: true }, to: ["ga5"] } } })
    // @ts-expect-error no such consent category
    definePlan({ ...rest, consent, parameters, destinations: { ga4: { type: "ga4", consent: "analitics", secret: "GA4_API_SECRET" } }, events: {} })
    // @ts-expect-error no such destination
    definePlan({ ...rest, consent, parameters: { email: { type: "email", describe: "d", only: ["crm"] } }, destinations, events: {} })
  })
})
