import type { CollectAnswer, CollectEvent } from "@tagwright/formats"
import type { Feature } from "../config.ts"
import { mayRemember } from "../consent/granted.ts"
import { adoptLeadId } from "../identity/lead-id.ts"
import { on, safe } from "../kit.ts"
import { withoutPersonal } from "../push/personal.ts"
import { attempt } from "../world/attempt.ts"
import { newId } from "../world/random.ts"
import { forget, load, save } from "../world/store.ts"
import { firstThatFit, sharedOf } from "./batch.ts"

/** Long enough to gather what one action causes, short enough that a visitor rarely leaves before. */
const GATHER_MS = 1_000
/** A burst goes at once. */
const GATHER_EVENTS = 20
const ANSWER_MS = 10_000
/** Waiting doubles up to 256 s. */
const MAX_DOUBLINGS = 8
/** What a page may leave behind when the server is down: some 100 KB of the 5 MB that localStorage holds. */
const MAX_STORED = 250
/** What a page keeps in memory for a server that does not answer; the oldest go first. */
const MAX_QUEUED = 5_000
const PREFIX = "tw_q."

/** Text needs no preflight. Async, so that a missing `fetch` is a failed request like any other. */
const post = async (url: string, body: string): Promise<Response> =>
  fetch(url, { method: "POST", body, keepalive: true, credentials: "include", headers: { "content-type": "text/plain" }, signal: AbortSignal.timeout?.(ANSWER_MS) ?? null })

const isEvent = (value: { id?: unknown; name?: unknown; page?: unknown; params?: unknown } | null): value is CollectEvent =>
  typeof value?.id === "string" && !!value.name && !!value.page && !!value.params

/** What earlier pages of this browser could not deliver. Taking it from a living tab is harmless: the server knows every id. */
const inherit = (own: string): CollectEvent[] =>
  attempt(() =>
    Object.keys(localStorage)
      .filter((key) => key.startsWith(PREFIX) && key !== own)
      .flatMap((key) => {
        const events = load(key)
        forget(key)
        return Array.isArray(events) ? events.filter(isEvent) : []
      }),
  ) ?? []

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
  let timer = 0
  let writing = false
  let tellChoice = false

  const all = (): CollectEvent[] => [...(underWay ?? []), ...queue]
  const write = (): void => {
    writing = false
    const rest = mayRemember(kit) ? all().slice(-MAX_STORED) : []
    if (rest[0]) save(key, rest.map(withoutPersonal))
    else forget(key)
  }
  /** Once per task, not once per event: writing is the dearest thing the kit does. */
  const store = (): void => {
    if (!writing) queueMicrotask(write)
    writing = true
  }
  const schedule = (ms: number): void => {
    clearTimeout(timer)
    timer = window.setTimeout(send, ms)
  }
  const settle = (taken: boolean): void => {
    failures = taken ? 0 : Math.min(failures + 1, MAX_DOUBLINGS)
    if (!taken) queue = all().slice(-MAX_QUEUED)
    underWay = undefined
    store()
    if (queue[0] || tellChoice) schedule(taken ? 0 : GATHER_MS * 2 ** failures)
  }
  const send = safe(kit, (leaving?: boolean): void => {
    if ((underWay && !leaving) || !(queue[0] || tellChoice)) return
    const events = firstThatFit(queue)
    const body = JSON.stringify({ v: 1, sent: Date.now(), shared: sharedOf(kit), events })
    tellChoice = false
    if (leaving && (!attempt(() => navigator.sendBeacon(url, body)) || failures)) return
    queue = queue.slice(events.length)
    if (leaving) return
    underWay = events
    post(url, body)
      .then((answer) => {
        const { ok, status } = answer
        settle(ok || (status >= 400 && status < 500 && status !== 429))
        if (ok) answer.json().then(({ lead_id }: Partial<CollectAnswer>) => adoptLeadId(kit, lead_id), () => undefined)
      })
      .catch(() => settle(false))
  })
  const leave = (): void => {
    send(true)
    write()
  }

  kit._send = (event) => {
    queue.push(event)
    store()
    if (event.personal || queue.length >= GATHER_EVENTS) send()
    else if (!queue[1]) schedule(GATHER_MS)
  }
  kit._onChoice.push((_, isNew) => {
    tellChoice ||= isNew
    // In the same task the waiting events follow; they and the news go together, at once.
    schedule(0)
    const left = inherit(key)
    if (mayRemember(kit)) queue = [...left, ...queue]
    store()
  })
  on(kit, "pagehide", leave)
  on(kit, "visibilitychange", () => document.hidden && leave())
}
