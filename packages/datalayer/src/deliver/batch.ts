import type { CollectBatch, CollectEvent } from "@tagwright/formats"
import { mayRemember, mayUse } from "../consent/choice.ts"
import { gaIds } from "../identity/ga-ids.ts"
import type { Kit } from "../kit.ts"

/** Browsers refuse beacons and keepalive requests once 64 KiB of them are under way (Fetch standard, 4.6 step on keepalive). */
export const MAX_BYTES = 60_000
/** As many as fit into MAX_BYTES when each takes some 600 bytes. */
export const MAX_EVENTS = 100

/** What every event of a batch shares; ids of Google and the campaign only with consent. */
export const sharedOf = (kit: Kit): CollectBatch["shared"] => {
  const touches = mayRemember(kit) ? kit._touches?.() : undefined
  const none = Object.fromEntries(Object.keys(kit._config._grants).map((category) => [category, kit._config._always.includes(category)]))
  return {
    lead_id: kit._leadId(),
    ...(mayUse(kit, "analytics_storage") && gaIds(kit._environment._stream)),
    consent: kit._choice ?? none,
    ...(kit._environment._test && { test_mode: true }),
    ...(touches && { first_touch: touches.first, last_touch: touches.last }),
  }
}

/** The first events that fit into one request; always at least one. UTF-8 takes at most three bytes per UTF-16 unit. */
export const firstThatFit = (events: readonly CollectEvent[]): CollectEvent[] => {
  let bytes = 0
  const end = events.findIndex((event, index) => {
    bytes += JSON.stringify(event).length
    return index > 0 && (bytes > MAX_BYTES / 3 || index >= MAX_EVENTS)
  })
  return events.slice(0, end < 0 ? events.length : end)
}
