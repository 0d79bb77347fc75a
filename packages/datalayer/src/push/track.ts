import type { CollectEvent } from "@tagwright/formats"
import { cleanUrl, guard } from "@tagwright/privacy/guard"
import type { EventRule } from "../config.ts"
import { granted, mayUse } from "../consent/granted.ts"
import { keepLeadId } from "../identity/lead-id.ts"
import { report, safe, type Held, type Kit } from "../kit.ts"
import { newId } from "../world/random.ts"
import { push } from "./data-layer.ts"
import { messageOf, staleKeys } from "./message.ts"
import { withoutPersonal } from "./personal.ts"
import { readParams } from "./read.ts"

/** A visitor who never chooses must not fill the memory; a page rarely has more to say in one view. */
const MAX_HELD = 1_000
const MAX_REMEMBERED = 50
/** GA4 keeps 300 characters of a title. */
const MAX_TITLE = 300

const page = (): CollectEvent["page"] => {
  const { title, referrer } = document
  return {
    url: cleanUrl(location.href),
    ...(title && !guard(title) && { title: title.slice(0, MAX_TITLE) }),
    ...(referrer && { referrer: cleanUrl(referrer) }),
  }
}

/**
 * To our server: what a destination there may have now, or anything once analytics is consented to, but then without
 * personal values. True when a destination has it.
 */
const send = (kit: Kit, event: CollectEvent, { _server = [] }: EventRule): boolean => {
  const wanted = _server.some((category) => granted(kit, category))
  if (event.personal && _server.some((category) => kit._config._always.includes(category))) keepLeadId(kit)
  if (wanted || mayUse(kit, "analytics_storage")) kit._send?.(wanted ? event : withoutPersonal(event))
  return wanted
}

const emit = (kit: Kit, { _event, _rule, _sent }: Held): void => {
  if (!_sent) safe(kit, send)(kit, _event, _rule)
  const message = messageOf(kit, _event, _rule)
  const stale = staleKeys(kit, message, _rule)
  if (stale) push(stale)
  push(message)
  kit._pushes = [...kit._pushes.slice(1 - MAX_REMEMBERED), message]
}

const hold = (kit: Kit, held: Held): void => {
  held._sent = safe(kit, send)(kit, held._event, held._rule)
  if (kit._held.length >= MAX_HELD) report(kit, "too many events", held._event.name)
  else if (kit._config._buffer) kit._held.push(held)
}

/** Lets the waiting events go, in their order, with the id and time they had. */
export const release = (kit: Kit): void => kit._held.splice(0).forEach((held) => safe(kit, emit)(kit, held))

/** An event in; messages and deliveries out. Before the visitor has chosen it waits. */
export const track = (kit: Kit, name: string, given?: unknown, element?: Element): void => {
  const rule = Object.hasOwn(kit._config._events, name) ? kit._config._events[name] : undefined
  if (!rule) return report(kit, "unknown event", `${name}`.slice(0, MAX_REMEMBERED))
  const { _params, _personal } = readParams(kit, name, rule, Object(given ?? {}), element)
  const event: CollectEvent = { id: newId(), name, at: Date.now(), page: page(), params: _params }
  if (Object.keys(_personal).length) event.personal = _personal
  ;(kit._choice ? emit : hold)(kit, { _event: event, _rule: rule })
}
