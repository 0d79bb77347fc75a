import type { CollectEvent } from "@tagwright/formats"
import { touches } from "../attribution/attribution.ts"
import { leadId } from "../identity/lead-id.ts"
import { environment } from "../kit.ts"
import { events, HAS_ATTRIBUTION, HAS_IDENTITY } from "../plan.ts"
import { paramsOf } from "./read.ts"

/** What the data layer still holds from earlier messages */
const kept: Record<string, unknown> = { __proto__: null }

const campaign = (): Record<string, string> =>
  Object.fromEntries((["first", "last"] as const).flatMap((which) => Object.entries(touches?.[which].params ?? {}).map(([key, value]) => [`${which}_${key}`, value])))

/** What the data layer gets: no personal values, our ids only where the plan attaches them. */
export const messageOf = ({ id, name, params }: CollectEvent): Record<string, unknown> => ({
  event: name,
  event_id: id,
  ...params,
  ...(environment._test && { test_mode: true }),
  ...(HAS_IDENTITY && events[name]?.includes("*") && { lead_id: leadId() }),
  ...(HAS_ATTRIBUTION && events[name]?.includes("+") && campaign()),
})

/**
 * Tag Manager's model keeps every key until it is overwritten, and merges a shorter list into a longer one.
 * What to undo first: keys that this event could carry but does not, and every list.
 */
export const staleKeys = (message: Record<string, unknown>, name: string): string[] => {
  const keys = paramsOf(name).filter((key) => key in kept && (!(key in message) || Array.isArray(message[key])))
  Object.assign(kept, message)
  return keys
}
