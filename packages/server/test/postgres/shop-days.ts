import type { Store } from "../../src/store/port.ts"
import { newEvent } from "../store/events.ts"

export const HOUR_MS = 3_600_000
export const START = Date.UTC(2026, 10, 20, 6)
const choice = { necessary: true, analytics: true, marketing: false }

/** A few days of a shop through the store's own door: events, deliveries that end in every way, choices, what did not fit. */
export const live = async (store: Store): Promise<void> => {
  for (let round = 0; round < 12; round += 1) {
    const at = START + round * 5 * HOUR_MS
    const events = Array.from({ length: 5 }, (_, index) => ({
      ...newEvent(`e-${round}-${index}`, at, [
        { destination: "crm", state: "pending", dueAt: at },
        { destination: "pixel", state: "withheld", dueAt: at, reason: "consent_denied" },
      ], { leadId: `lead-${round % 4}` }),
      name: index === 0 ? "purchase" : "page_view",
      source: index === 0 ? "stripe" : "browser",
      testMode: index === 4,
    }))
    await store.append({
      events,
      quarantined: [{ id: `q-${round}`, source: "browser", receivedAt: at, reason: round % 2 === 0 ? "unknown_event" : "missing:value", body: "{}" }],
      person: { leadId: `lead-${round % 4}`, choice: { ...choice, marketing: round % 3 === 0 }, choiceAt: at, seenAt: at, denied: [] },
    })
    const { claimed } = await store.claim({ destination: "crm", now: at, leaseUntil: at + 60_000, limit: 3 })
    const [first, second, third] = claimed
    const end = { at: at + 100, dueAt: at + 100 }
    if (first !== undefined) await store.settle([{ ...end, id: first.id, attempt: first.attempt, state: "delivered", status: 200 }])
    if (second !== undefined) await store.settle([{ ...end, id: second.id, attempt: second.attempt, state: "dead", reason: round % 2 === 0 ? "http_401" : "http_422", reasonClass: "ours", status: 401, answer: "no" }])
    if (third !== undefined) await store.settle([{ ...end, dueAt: at + 900_000_000, id: third.id, attempt: third.attempt, state: "pending", reason: "timeout", reasonClass: "theirs" }])
  }
  await store.disableDestination({ destination: "crm", now: START, reason: "http_410" })
}
