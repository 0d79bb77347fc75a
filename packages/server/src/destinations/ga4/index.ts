import { misconfigured, outcomeOf, unfit } from "../../delivery/outcome.ts"
import type { DestinationKind } from "../destination.ts"
import { composeGa4 } from "./compose.ts"
import { userDeletion } from "./user-deletion.ts"
import { ga4Problem } from "./validate.ts"

const HOUR_MS = 3_600_000
const DEFAULT_URL = "https://www.google-analytics.com"

/** GA4 by the Measurement Protocol. A 2xx proves arrival only; the payload is checked before it leaves. */
export const ga4: DestinationKind<"ga4"> = {
  defaultUrl: DEFAULT_URL,
  // "Events can be backdated up to 72 hours": older ones are clamped to a wrong day.
  windowMs: 72 * HOUR_MS,
  concurrency: 8,
  connect: (destination, { baseUrl, secret, send, ...world }) => ({
    forget: userDeletion(destination, { baseUrl, send, ...world }, DEFAULT_URL),
    deliver: async (input) => {
      const apiSecret = secret()
      if (apiSecret === undefined) return misconfigured("secret_missing")
      const payload = composeGa4(input)
      if (payload === undefined) return unfit("no_client_id")
      const problem = ga4Problem(payload)
      if (problem !== undefined) return unfit(problem)
      const query = new URLSearchParams({ measurement_id: input.environment.ga4, api_secret: apiSecret })
      const answer = await send({
        method: "POST",
        url: `${baseUrl}/mp/collect?${query}`,
        headers: { "content-type": "application/json" },
        body: JSON.stringify(payload),
      })
      return outcomeOf(answer, input.now)
    },
  }),
}
