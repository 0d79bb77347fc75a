import type { CollectBatch, CollectEvent } from "@tagwright/formats"
import { granted, mayRemember, mayUse } from "../consent/granted.ts"
import { gaIds } from "../identity/ga-ids.ts"
import { leadId } from "../identity/lead-id.ts"
import type { Kit } from "../kit.ts"
import { record } from "../world/attempt.ts"

/**
 * Browsers refuse beacons and keepalive requests once 64 KiB of them are under way (Fetch standard, keepalive).
 * UTF-8 takes at most three bytes per UTF-16 unit, so a third of that always fits.
 */
const MAX_LENGTH = 20_000

/** What every event of a batch shares; ids of Google and the campaign only with consent. */
export const sharedOf = (kit: Kit): CollectBatch["shared"] => {
  const touches = mayRemember(kit) && kit._touches?.()
  return {
    lead_id: leadId(kit),
    ...(mayUse(kit, "analytics_storage") && gaIds(kit._environment._stream)),
    consent: record(kit._config._categories, (category) => granted(kit, category)),
    ...(kit._environment._test && { test_mode: true }),
    ...(touches && { first_touch: touches.first, last_touch: touches.last }),
  }
}

/** The first events that fit into one request; always at least one. */
export const firstThatFit = (events: readonly CollectEvent[]): CollectEvent[] => {
  let length = 0
  return events.filter((event, index) => (length += JSON.stringify(event).length) < MAX_LENGTH || !index)
}
