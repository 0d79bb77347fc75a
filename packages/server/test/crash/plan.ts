import type { ServerPlan } from "@tagwright/formats"
import { serverPlan, shopInput } from "../helpers/plan.ts"

/** Every event goes to a webhook of the test's own, an idempotent sink; and to a second one, person by person, if there is one. */
export const crashPlan = (sink: string, orderedSink?: string): ServerPlan => {
  const hook = { type: "webhook", consent: "necessary", url: sink, secret: "HOOK_SECRET" } as const
  const destinations = { hook, ...(orderedSink !== undefined && { ordered: { ...hook, url: orderedSink, ordered: true as const } }) }
  return serverPlan({
    ...shopInput,
    destinations,
    parameters: { label: { type: "string", describe: "Anything" } },
    events: { page_view: { describe: "A page", on: { load: true }, optional: ["label"], to: Object.keys(destinations) } },
    webhooks: {},
  })
}
