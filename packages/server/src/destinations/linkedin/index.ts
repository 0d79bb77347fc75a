import { delivered, outcomeOf, type Outcome, type PeerAnswer } from "../../delivery/outcome.ts"
import type { DestinationKind } from "../destination.ts"
import type { BatchAnswer } from "../split.ts"
import { deliverTogether, fixedToken } from "../together.ts"
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

/** LinkedIn's Conversions API. */
export const linkedin: DestinationKind<"linkedin"> = {
  defaultUrl: "https://api.linkedin.com",
  // "conversionHappenedAt": within the last 90 days.
  windowMs: 90 * DAY_MS,
  concurrency: MOST_EVENTS,
  connect: (destination, { baseUrl, secret, send, plan, clock }) => {
    const deliver = deliverTogether<LinkedInEvent>(
      {
        most: MOST_EVENTS,
        compose: (input) => composeLinkedIn(input, plan, destination),
        token: fixedToken(secret),
        send: async (items, token, now) => {
          const headers = {
            "content-type": "application/json",
            authorization: `Bearer ${token}`,
            "linkedin-version": LINKEDIN_VERSION,
            "x-restli-protocol-version": "2.0.0",
            "x-restli-method": "BATCH_CREATE",
          }
          const answer = await send({ method: "POST", url: `${baseUrl}/rest/conversionEvents`, headers, body: JSON.stringify({ elements: items.map(({ event }) => event) }) })
          return answerOf(answer, items.length, now)
        },
      },
      clock,
    )
    return {
      // LinkedIn has no way to mark an event as a test: it would count.
      deliver: async (input) => (input.environment.testMode ? { kind: "dead", reasonClass: "policy", reason: "vendor_has_no_test_mode" } : deliver(input)),
    }
  },
}
