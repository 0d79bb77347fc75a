import type { CollectEvent, Touch } from "@tagwright/formats"
import type { EventRule } from "../config.ts"
import type { Kit } from "../kit.ts"

const campaign = (prefix: string, touch: Touch): Record<string, string> =>
  Object.fromEntries(Object.entries(touch.params).map(([key, value]) => [prefix + key, value]))

/** What the data layer gets: no personal values, our ids only where the plan attaches them. */
export const messageOf = (kit: Kit, event: CollectEvent, rule: EventRule): Record<string, unknown> => {
  const touches = rule._attribution ? kit._touches?.() : undefined
  return {
    event: event.name,
    event_id: event.id,
    ...event.params,
    ...(kit._environment._test && { test_mode: true }),
    ...(rule._identity && { lead_id: kit._leadId() }),
    ...(touches && { ...campaign("first_", touches.first), ...campaign("last_", touches.last) }),
  }
}

/**
 * Tag Manager's model keeps every key until it is overwritten, and merges a shorter list into a longer one.
 * The keys to undo first: what this event could carry but does not, and every list.
 */
export const stale = (kept: Set<string>, message: Record<string, unknown>, rule: EventRule): Record<string, undefined> | undefined => {
  const keys = rule._params.filter((key) => kept.has(key) && (!(key in message) || Array.isArray(message[key])))
  for (const key of Object.keys(message)) kept.add(key)
  return keys.length ? Object.fromEntries(keys.map((key) => [key, undefined])) : undefined
}
