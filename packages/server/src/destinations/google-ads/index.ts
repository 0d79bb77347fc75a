import { misconfigured, outcomeOf, unfit, type PeerAnswer } from "../../delivery/outcome.ts"
import { batcher } from "../batch.ts"
import type { DeliveryInput, DestinationKind } from "../destination.ts"
import { googleTokens } from "../google-account.ts"
import { sendSplitting, type BatchAnswer } from "../split.ts"
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
        return index === undefined ? [] : [[Number(index), (reason ?? "refused").toLowerCase()]]
      }),
    )
  } catch {
    return new Map()
  }
}
const answerOf = (answer: PeerAnswer, now: number): BatchAnswer => ({ all: outcomeOf(answer, now), culprits: culpritsOf(answer.body) })

interface Item {
  event: DataManagerEvent
  input: DeliveryInput
}

/** Google Ads by the Data Manager API. One bad event fails a whole request: Google names it, and the others go without it. */
export const googleAds: DestinationKind<"google-ads"> = {
  defaultUrl: "https://datamanager.googleapis.com",
  // A click may be as old as the longest conversion window.
  windowMs: 90 * DAY_MS,
  concurrency: MOST_EVENTS,
  connect: (destination, { baseUrl, secret, send, plan, clock }) => {
    const tokens = googleTokens(send, SCOPE)
    const ingest = async (items: readonly Item[], now: number, token: string): Promise<BatchAnswer> => {
      // Test environments have no account of their own: Google checks everything and counts nothing.
      const validateOnly = items.some(({ input }) => input.environment.testMode)
      const body = composeIngest(
        items.map(({ event }) => event),
        destination,
        validateOnly,
      )
      const answer = await send({ method: "POST", url: `${baseUrl}/v1/events:ingest`, headers: { "content-type": "application/json", authorization: `Bearer ${token}` }, body: JSON.stringify(body) })
      return answerOf(answer, now)
    }
    const deliver = batcher<Item>(
      { most: MOST_EVENTS, lingerMs: 0 },
      async (items) => {
        const now = items[0]?.input.now ?? 0
        const access = await tokens(secret(), now)
        return "failed" in access ? items.map(() => access.failed) : sendSplitting(items, (some) => ingest(some, now, access.token))
      },
      clock.after,
    )
    return {
      deliver: async (input) => {
        if (destination.customerId === undefined) return misconfigured("customer_id_missing")
        const event = composeGoogleAds(input, plan, destination)
        return typeof event === "string" ? unfit(event) : deliver({ event, input })
      },
    }
  },
}
