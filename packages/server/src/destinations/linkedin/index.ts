import { delivered, misconfigured, outcomeOf, unfit, type Outcome, type PeerAnswer } from "../../delivery/outcome.ts"
import { batcher } from "../batch.ts"
import type { DeliveryInput, DestinationKind } from "../destination.ts"
import { sendSplitting, type BatchAnswer } from "../split.ts"
import { composeLinkedIn, type LinkedInEvent } from "./compose.ts"

const DAY_MS = 86_400_000
/** Each version lives a year (LinkedIn, "Versioning"); the contract check of a release looks at this. */
export const LINKEDIN_VERSION = "202610"
/** LinkedIn takes 5000. */
const MOST_EVENTS = 500

interface Element {
  status?: number
}
const elementsOf = (body: string | undefined): Element[] => {
  try {
    const { elements }: { elements?: Element[] } = JSON.parse(body ?? "")
    return Array.isArray(elements) ? elements : []
  } catch {
    return []
  }
}
/** A batch answers 200 with a status per element; anything else is about the request. */
const answerOf = (answer: PeerAnswer, count: number, now: number): BatchAnswer => {
  const all = outcomeOf(answer, now)
  const elements = elementsOf(answer.body)
  if (all.kind !== "delivered" || elements.length !== count) return { all }
  return { each: elements.map(({ status = 0 }): Outcome => (status >= 200 && status < 300 ? delivered(status) : outcomeOf({ status }, now))) }
}

interface Item {
  event: LinkedInEvent
  input: DeliveryInput
}

/** LinkedIn's Conversions API. */
export const linkedin: DestinationKind<"linkedin"> = {
  defaultUrl: "https://api.linkedin.com",
  // "conversionHappenedAt": within the last 90 days.
  windowMs: 90 * DAY_MS,
  concurrency: MOST_EVENTS,
  connect: (destination, { baseUrl, secret, send, plan, clock }) => {
    const stream = async (items: readonly Item[], now: number, token: string): Promise<BatchAnswer> => {
      const headers = {
        "content-type": "application/json",
        authorization: `Bearer ${token}`,
        "linkedin-version": LINKEDIN_VERSION,
        "x-restli-protocol-version": "2.0.0",
        "x-restli-method": "BATCH_CREATE",
      }
      return answerOf(await send({ method: "POST", url: `${baseUrl}/rest/conversionEvents`, headers, body: JSON.stringify({ elements: items.map(({ event }) => event) }) }), items.length, now)
    }
    const deliver = batcher<Item>(
      { most: MOST_EVENTS, lingerMs: 0 },
      async (items) => {
        const [token, now] = [secret(), items[0]?.input.now ?? 0]
        return token === undefined ? items.map(() => misconfigured("secret_missing")) : sendSplitting(items, (some) => stream(some, now, token))
      },
      clock.after,
    )
    return {
      deliver: async (input) => {
        // LinkedIn has no way to mark an event as a test: it would count.
        if (input.environment.testMode) return { kind: "dead", reasonClass: "policy", reason: "vendor_has_no_test_mode" }
        const event = composeLinkedIn(input, plan, destination)
        return typeof event === "string" ? unfit(event) : deliver({ event, input })
      },
    }
  },
}
