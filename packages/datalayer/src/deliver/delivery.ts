import type { CollectEvent } from "@tagwright/formats"
import type { Feature } from "../config.ts"
import { mayRemember } from "../consent/choice.ts"
import { withoutPersonal } from "../push/personal.ts"
import { newId } from "../world/random.ts"
import { attempt } from "../world/attempt.ts"
import { forget, load, save } from "../world/store.ts"
import { firstThatFit, sharedOf } from "./batch.ts"

/** Long enough to gather what one action causes, short enough that a visitor rarely leaves before. */
const GATHER_MS = 1_000
/** A burst goes at once. */
const GATHER_EVENTS = 20
const ANSWER_MS = 10_000
const MAX_WAIT_MS = 300_000
/** What a page may leave behind when the server is down: some 100 KB of the 5 MB that localStorage holds. */
const MAX_STORED = 250
/** What a page keeps in memory for a server that does not answer; the oldest go first. */
const MAX_QUEUED = 5_000
const PREFIX = "tw_q."

const isEvents = (value: unknown): value is CollectEvent[] =>
  Array.isArray(value) && value.every((e) => typeof e === "object" && e !== null && "id" in e && typeof e.id === "string" && "name" in e)

/** What earlier pages of this browser could not deliver. Taking it from a living tab is harmless: the server knows every id. */
const inherit = (own: string): CollectEvent[] =>
  attempt(() =>
    Object.keys(localStorage)
      .filter((key) => key.startsWith(PREFIX) && key !== own)
      .flatMap((key) => {
        const events = load(key)
        forget(key)
        return isEvents(events) ? events : []
      }),
  ) ?? []

/** The server took it, or never will. */
const isFinal = ({ ok, status }: Response): boolean => ok || (status >= 400 && status < 500 && status !== 429)

/**
 * The queue to our server. An event is
 *   waiting   in `queue`, and in localStorage without its personal values, from the task that made it
 *   under way while the one request that may be open holds it
 *   gone      when the server answered 2xx (it is durable there) or 4xx (it will never take it);
 *             or when it left by beacon on a closing page while the server was last seen well
 * A failed request puts its events back and doubles the wait. Ids never change, so the server drops what comes twice.
 */
export const delivery: Feature = (kit) => {
  const key = PREFIX + newId()
  const url = `${kit._environment._server}/collect`
  let queue: CollectEvent[] = []
  let underWay: CollectEvent[] | undefined
  let failures = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let writing = false
  let tellChoice = false

  const write = (): void => {
    writing = false
    const rest = [...(underWay ?? []), ...queue].slice(-MAX_STORED).map(withoutPersonal)
    if (rest.length && mayRemember(kit)) save(key, rest)
    else forget(key)
  }
  /** Once per task, not once per event: writing is the dearest thing the kit does. */
  const store = (): void => {
    if (!writing) queueMicrotask(write)
    writing = true
  }
  const schedule = (ms: number): void => {
    timer ??= setTimeout(() => {
      timer = undefined
      flush()
    }, ms)
  }
  const settle = (taken: boolean): void => {
    failures = taken ? 0 : failures + 1
    if (!taken) queue = [...(underWay ?? []), ...queue].slice(-MAX_QUEUED)
    underWay = undefined
    store()
    if (queue.length || tellChoice) schedule(taken ? 0 : Math.min(GATHER_MS * 2 ** failures, MAX_WAIT_MS))
  }
  /** Takes what fits off the queue. */
  const next = (): { _body: string; _events: CollectEvent[] } => {
    const _events = firstThatFit(queue)
    queue = queue.slice(_events.length)
    tellChoice = false
    return { _body: JSON.stringify({ v: 1, sent: Date.now(), shared: sharedOf(kit), events: _events }), _events }
  }
  const flush = kit._safe((): void => {
    if (underWay || !(queue.length || tellChoice)) return
    const { _body, _events } = next()
    underWay = _events
    fetch(url, { method: "POST", body: _body, keepalive: true, headers: { "content-type": "text/plain" }, signal: AbortSignal.timeout(ANSWER_MS) }).then(
      (answer) => settle(isFinal(answer)),
      () => settle(false),
    )
  })
  const leave = kit._safe((): void => {
    let left = true
    while (left && (queue.length || tellChoice)) {
      const { _body, _events } = next()
      left = navigator.sendBeacon(url, _body)
      if (!left || failures) underWay = [...(underWay ?? []), ..._events]
    }
    write()
  })

  kit._send = (event) => {
    queue.push(event)
    store()
    if (event.personal || queue.length >= GATHER_EVENTS) flush()
    else schedule(GATHER_MS)
  }
  kit._onChoice.push((_choice, _before, isNew) => {
    const left = inherit(key)
    if (mayRemember(kit)) queue = [...left, ...queue]
    tellChoice ||= isNew
    store()
    // In the same task the waiting events follow; they and the news go together, at once.
    schedule(0)
  })
  addEventListener("pagehide", leave)
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && leave())
}
