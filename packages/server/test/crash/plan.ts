import type { ServerPlan } from "@tagwright/formats"
import { serverPlan, shopInput } from "../helpers/plan.ts"

/** Every event goes to one webhook of the test's own: an idempotent sink. */
export const crashPlan = (sink: string): ServerPlan =>
  serverPlan({
    ...shopInput,
    destinations: { hook: { type: "webhook", consent: "necessary", url: sink, secret: "HOOK_SECRET" } },
    parameters: { label: { type: "string", describe: "Anything" } },
    events: { page_view: { describe: "A page", on: { load: true }, optional: ["label"], to: ["hook"] } },
    webhooks: {},
  })
