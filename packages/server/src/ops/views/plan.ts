import { jsonAnswer } from "../../http/answer.ts"
import type { Route } from "../../http/router.ts"
import { pulseStream } from "../pulse.ts"
import type { ViewContext } from "./context.ts"

/** `GET /ops/api/plan`: what the plan names, for filters. `GET /ops/api/pulse`: that something changed. */
export const planRoutes = ({ access, ledger, runtime: { plan }, signals }: ViewContext): Route[] => [
  {
    method: "GET",
    path: "/ops/api/plan",
    handle: (call) => {
      access(call, "read")
      const destinations = Object.values(plan.destinations).filter(({ server }) => server)
      return jsonAnswer(200, { events: Object.keys(plan.events), webhooks: Object.keys(plan.webhooks), destinations: destinations.map(({ id }) => id) })
    },
  },
  {
    method: "GET",
    path: "/ops/api/pulse",
    handle: (call) => {
      access(call, "read")
      return pulseStream(signals, ledger)
    },
  },
]
