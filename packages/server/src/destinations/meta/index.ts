import { misconfigured, outcomeOf, unfit } from "../../delivery/outcome.ts"
import type { DestinationKind } from "../destination.ts"
import { composeMeta } from "./compose.ts"

/** Each version of the Graph API lives about two years; the contract check of a release looks at this. */
export const GRAPH_VERSION = "v24.0"
const DAY_MS = 86_400_000

/** Meta's Conversions API, one event per request: one that Meta refuses spoils no other. */
export const meta: DestinationKind<"meta"> = {
  defaultUrl: "https://graph.facebook.com",
  // "event_time can be up to 7 days before": an older one rejects the whole request.
  windowMs: 7 * DAY_MS,
  concurrency: 8,
  connect: (destination, { baseUrl, secret, send, plan }) => ({
    deliver: async (input) => {
      const token = secret()
      if (token === undefined) return misconfigured("secret_missing")
      const payload = composeMeta(input, plan)
      if (Object.keys(payload.data[0].user_data).length === 0) return unfit("no_user_data")
      const answer = await send({
        method: "POST",
        url: `${baseUrl}/${GRAPH_VERSION}/${destination.pixelId}/events`,
        // In the header, not in the address: addresses end up in logs.
        headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
        body: JSON.stringify(payload),
      })
      return outcomeOf(answer, input.now)
    },
  }),
}
