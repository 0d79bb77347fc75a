import type { CollectEvent } from "@tagwright/formats"
import { cleanUrl, guard } from "@tagwright/privacy/guard"
import type { EventRule } from "../config.ts"
import type { Held, Kit } from "../kit.ts"
import { newId } from "../world/random.ts"
import { mayUse } from "../consent/choice.ts"
import { push } from "./data-layer.ts"
import { messageOf, stale } from "./message.ts"
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

/** Events in, messages and deliveries out. What is pushed before the visitor has chosen waits, with its id and time. */
export const tracking = (kit: Kit): Pick<Kit, "_track" | "_release"> => {
  const kept = new Set<string>()

  /** To our server: what a destination there may have now, or anything once analytics is consented to, but then no personal value. */
  const send = kit._safe((event: CollectEvent, rule: EventRule): boolean => {
    const allowed = (category: string): boolean => kit._choice?.[category] ?? kit._config._always.includes(category)
    const wanted = rule._server.some(allowed)
    if (event.personal && rule._server.some((category) => kit._config._always.includes(category))) kit._keepLeadId()
    if (wanted || mayUse(kit, "analytics_storage")) kit._send?.(wanted ? event : withoutPersonal(event))
    return wanted
  })
  const emit = ({ _event: event, _rule: rule, _sent }: Held): void => {
    if (!_sent) send(event, rule)
    const message = messageOf(kit, event, rule)
    const undo = stale(kept, message, rule)
    if (undo) push(undo)
    push(message)
    kit._pushes.push(message)
    kit._pushes.splice(0, kit._pushes.length - MAX_REMEMBERED)
  }
  const hold = (held: Held): void => {
    held._sent = send(held._event, held._rule) ?? false
    if (!kit._config._buffer) return
    if (kit._held.length < MAX_HELD) kit._held.push(held)
    else kit._report("too many events held")
  }

  return {
    _release: () => {
      kit._held.splice(0).forEach((held) => kit._safe(emit)(held))
    },
    _track: (name, given, element) => {
      const rule = Object.hasOwn(kit._config._events, name) ? kit._config._events[name] : undefined
      if (!rule) return kit._report("unknown event", `${name}`.slice(0, MAX_REMEMBERED))
      const { _params, _personal } = readParams(kit, name, rule, Object(given ?? {}), element)
      const event: CollectEvent = { id: newId(), name, at: Date.now(), page: page(), params: _params }
      if (Object.keys(_personal).length) event.personal = _personal
      ;(kit._choice ? emit : hold)({ _event: event, _rule: rule })
    },
  }
}
