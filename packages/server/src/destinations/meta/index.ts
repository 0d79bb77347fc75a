import { outcomeOf } from "../../delivery/outcome.ts"
import type { DestinationKind } from "../destination.ts"
import { deliverTogether, fixedToken } from "../together.ts"
import { composeMeta, type MetaEvent } from "./compose.ts"

/** Each version of the Graph API lives about two years; the contract check of a release looks at this. */
export const GRAPH_VERSION = "v24.0"
const DAY_MS = 86_400_000
/** Meta takes 1000; fewer keep a request that has to be split small. */
const MOST_EVENTS = 100

/** Meta's Conversions API. One event that Meta refuses fails the whole request, and Meta does not say which: halved until it is found. */
export const meta: DestinationKind<"meta"> = {
  defaultUrl: "https://graph.facebook.com",
  // "event_time can be up to 7 days before": an older one rejects the whole request.
  windowMs: 7 * DAY_MS,
  concurrency: MOST_EVENTS,
  connect: (destination, { baseUrl, secret, send, plan, clock }) => ({
    deliver: deliverTogether<MetaEvent>(
      {
        most: MOST_EVENTS,
        compose: (input) => {
          const event = composeMeta(input, plan, destination)
          return Object.keys(event.user_data).length === 0 ? "nobody_to_match" : event
        },
        token: fixedToken(secret),
        send: async (items, token, now) => {
          const testCode = items.some(({ input }) => input.environment.testMode) ? destination.testEventCode : undefined
          const answer = await send({
            method: "POST",
            url: `${baseUrl}/${GRAPH_VERSION}/${destination.pixelId}/events`,
            // In the header, not in the address: addresses end up in logs.
            headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
            body: JSON.stringify({ data: items.map(({ event }) => event), ...(testCode !== undefined && { test_event_code: testCode }) }),
          })
          return { all: outcomeOf(answer, now) }
        },
      },
      clock,
    ),
  }),
}
