import type { CollectEvent, Touch } from "@tagwright/formats"
import type { EventRule } from "../config.ts"
import { leadId } from "../identity/lead-id.ts"
import type { Kit } from "../kit.ts"
import { record } from "../world/attempt.ts"

const campaign = (prefix: string, { params }: Touch): Record<string, string> => Object.fromEntries(Object.entries(params).map(([key, value]) => [prefix + key, value]))

/** What the data layer gets: no personal values, our ids only where the plan attaches them. */
export const messageOf = (kit: Kit, event: CollectEvent, rule: EventRule): Record<string, unknown> => {
  const touches = rule._attribution && kit._touches?.()
  return {
    event: event.name,
    event_id: event.id,
    ...event.params,
    ...(kit._environment._test && { test_mode: true }),
    ...(rule._identity && { lead_id: leadId(kit) }),
    ...(touches && { ...campaign("first_", touches.first), ...campaign("last_", touches.last) }),
  }
}

/**
 * Tag Manager's model keeps every key until it is overwritten, and merges a shorter list into a longer one.
 * What to undo first: keys that this event could carry but does not, and every list.
 */
export const staleKeys = (kit: Kit, message: Record<string, unknown>, rule: EventRule): Record<string, undefined> | undefined => {
  const keys = rule._params.filter((key) => kit._kept.has(key) && (!(key in message) || Array.isArray(message[key])))
  Object.keys(message).forEach((key) => kit._kept.add(key))
  return keys.length ? record(keys, () => undefined) : undefined
}
