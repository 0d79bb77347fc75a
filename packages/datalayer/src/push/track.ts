import type { CollectEvent } from "@tagwright/formats"
import { cleanUrl, isPersonal } from "@tagwright/privacy/guard"
import { granted } from "../consent/granted.ts"
import { deliver } from "../deliver/delivery.ts"
import { keepLeadId } from "../identity/lead-id.ts"
import { choice, held, report, safe } from "../kit.ts"
import { always, analytics, BUFFER, carried, events, HAS_PERSONAL, HAS_SERVER } from "../plan.ts"
import { record } from "../world/attempt.ts"
import { newId } from "../world/random.ts"
import { push } from "./data-layer.ts"
import { messageOf, staleKeys } from "./message.ts"
import { withoutPersonal } from "./personal.ts"
import { readParams } from "./read.ts"

/** A visitor who never chooses must not fill the memory; a page rarely has more to say in one view. */
const MAX_HELD = 1_000
const MAX_REMEMBERED = 50
const MAX_NAME = 40
/** GA4 keeps 300 characters of a title. */
const MAX_TITLE = 300

/** The last messages, newest last: for inspection */
export const pushes: unknown[] = []

/** An event's id is the page view's and a number: the millisecond and 44 random bits tell views apart, and it is a third shorter on the wire than a random id each. */
const VIEW_LENGTH = 20
let view: string | undefined
let count = 0
const nextId = (): string => `${(view ??= newId().slice(0, VIEW_LENGTH))}.${count++}`

let seen = ""
let current: CollectEvent["page"]
/** Cleaned when it changed, not at every event; so events of one page also share the very object (see `bodyOf`). */
const pageNow = (): CollectEvent["page"] => {
  const { title, referrer } = document
  if (seen !== (seen = `${location} ${title}`))
    current = { url: cleanUrl(location.href), title: (!isPersonal(title) && title.slice(0, MAX_TITLE)) || undefined, referrer: cleanUrl(referrer) || undefined }
  return current
}

/**
 * To our server: what a destination there may have now, or anything once analytics is consented to, but then without
 * personal values. True when a destination has it.
 */
const send = (event: CollectEvent): boolean => {
  const wants = carried[event.name] ?? []
  const wanted = wants.some(granted)
  if (HAS_PERSONAL && event.personal && wants.some((category) => always.includes(category))) keepLeadId()
  if (wanted || granted(analytics)) deliver(wanted ? event : withoutPersonal(event))
  return wanted
}

const emit = (event: CollectEvent, sent?: boolean): void => {
  if (HAS_SERVER && !sent) safe(send)(event)
  const message = messageOf(event)
  const stale = staleKeys(message, event.name)
  if (stale[0]) push(record(stale, () => undefined))
  push(message)
  if (pushes.push(message) > MAX_REMEMBERED) pushes.shift()
}

/** Lets the waiting events go, in their order, with the id and time they had. */
export const release = (): void => held.splice(0).forEach(([event, sent]) => safe(emit)(event, sent))

/** An event in; messages and deliveries out. Before the visitor has chosen it waits. */
export const track = (name: string, given?: object, element?: Element): void => {
  if (!(name in events)) return report("unknown", `${name}`.slice(0, MAX_NAME))
  const event: CollectEvent = { id: nextId(), name, at: Date.now(), ...(HAS_SERVER && { page: pageNow() }), ...readParams(name, given, element) }
  if (choice) return emit(event)
  const sent = HAS_SERVER ? safe(send)(event) : undefined
  if (BUFFER && held.push([event, sent]) > MAX_HELD) held.pop(), report("overflow", name)
}
