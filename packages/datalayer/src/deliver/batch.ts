import type { CollectBatch, CollectEvent } from "@tagwright/formats"
import { touches } from "../attribution/attribution.ts"
import { consent, granted } from "../consent/granted.ts"
import { gaIds } from "../identity/ga-ids.ts"
import { leadId } from "../identity/lead-id.ts"
import { link } from "../identity/links.ts"
import { environment, mayRemember } from "../kit.ts"
import { analytics, HAS_LINKS } from "../plan.ts"

/**
 * Browsers refuse beacons and keepalive requests once 64 KiB of them are under way (Fetch standard, keepalive).
 * UTF-8 takes at most three bytes per UTF-16 unit, so a third of that always fits.
 */
const MAX_LENGTH = 20_000

/** What a request carries. What events share stands there once; ids of Google and the campaign only with consent. */
export const batchOf = (events: CollectEvent[]): CollectBatch => {
  const page = events[0]?.page
  return {
    v: 1,
    sent: Date.now(),
    shared: {
      lead_id: leadId(),
      ...(granted(analytics) && gaIds()),
      consent: consent(),
      test_mode: environment._test,
      first_touch: touches?.first,
      last_touch: touches?.last,
      ...(HAS_LINKS && mayRemember && { link }),
      page,
    },
    events: events.map((event) => (event.page === page ? { ...event, page: undefined } : event)),
  }
}

/** The first events that fit into one request; always at least one. */
export const firstThatFit = (events: readonly CollectEvent[]): CollectEvent[] => {
  let length = 0
  return events.filter((event, index) => (length += JSON.stringify(event).length) < MAX_LENGTH || !index)
}
