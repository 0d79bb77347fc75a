import { misconfigured, outcomeOf, type PeerAnswer } from "../../delivery/outcome.ts"
import type { DestinationKind } from "../destination.ts"
import { googleTokens } from "../google-account.ts"
import type { BatchAnswer } from "../split.ts"
import { deliverTogether } from "../together.ts"
import { composeGoogleAds, composeIngest, type DataManagerEvent } from "./compose.ts"

const DAY_MS = 86_400_000
const SCOPE = "https://www.googleapis.com/auth/datamanager"
/** The API takes 2000; fewer keep a request that has to be split small. */
const MOST_EVENTS = 100

/** `BadRequest.fieldViolations[].field`: "events.events[3].user_data…" */
const CULPRIT = /^(?:events\.)?events\[(\d+)\]/
interface GoogleError {
  error?: { details?: { fieldViolations?: { field?: string; reason?: string }[] }[] }
}
const culpritsOf = (body: string | undefined): Map<number, string> => {
  try {
    const { error }: GoogleError = JSON.parse(body ?? "")
    const violations = (error?.details ?? []).flatMap(({ fieldViolations = [] }) => fieldViolations)
    return new Map(
      violations.flatMap(({ field = "", reason }): [number, string][] => {
        const index = CULPRIT.exec(field)?.[1]
        return index === undefined ? [] : [[Number(index), `google_ads_${(reason ?? "refused").toLowerCase()}`]]
      }),
    )
  } catch {
    return new Map()
  }
}
const answerOf = (answer: PeerAnswer, now: number): BatchAnswer => ({ all: outcomeOf(answer, now), culprits: culpritsOf(answer.body) })

/** Google Ads by the Data Manager API. One bad event fails a whole request: Google names it, and the others go without it. */
export const googleAds: DestinationKind<"google-ads"> = {
  defaultUrl: "https://datamanager.googleapis.com",
  // A click may be as old as the longest conversion window.
  windowMs: 90 * DAY_MS,
  concurrency: MOST_EVENTS,
  connect: (destination, { baseUrl, secret, send, plan, clock }) => {
    const tokens = googleTokens(send, SCOPE)
    const deliver = deliverTogether<DataManagerEvent>(
      {
        most: MOST_EVENTS,
        compose: (input) => composeGoogleAds(input, plan, destination),
        token: (now) => tokens(secret(), now),
        send: async (items, token, now) => {
          // Test environments have no account of their own: Google checks everything and counts nothing.
          const validateOnly = items.some(({ input }) => input.environment.testMode)
          const events = items.map(({ event }) => event)
          const headers = { "content-type": "application/json", authorization: `Bearer ${token}` }
          return answerOf(await send({ method: "POST", url: `${baseUrl}/v1/events:ingest`, headers, body: JSON.stringify(composeIngest(events, destination, validateOnly)) }), now)
        },
      },
      clock,
    )
    return { deliver: async (input) => (destination.customerId === undefined ? misconfigured("customer_id_missing") : deliver(input)) }
  },
}
