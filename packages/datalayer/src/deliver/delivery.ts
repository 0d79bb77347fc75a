import type { CollectAnswer, CollectEvent } from "@tagwright/formats"
import { adoptLeadId } from "../identity/lead-id.ts"
import { dropLink } from "../identity/links.ts"
import { environment, mayRemember, on, onChoice, safe } from "../kit.ts"
import { HAS_LINKS } from "../plan.ts"
import { withoutPersonal } from "../push/personal.ts"
import { attempt } from "../world/attempt.ts"
import { newId } from "../world/random.ts"
import { load, save, type Loose } from "../world/store.ts"
import { batchOf, firstThatFit } from "./batch.ts"

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

/**
 * The queue to our server. An event is in it until the server has it: while a request is under way its events stay the first
 * of the queue; then they leave it (taken, or never to be taken) or wait there for the next try. The stored copy follows once
 * per task, without personal values and only where the browser may keep anything.
 */
let queue: CollectEvent[] = []
/** How many of the queue's first events are in a request */
let underWay = 0
let failures = 0
let timer: ReturnType<typeof setTimeout> | undefined
let writing = false
/** The server has not heard of the choice yet */
let news = false
let key: string | undefined

const write = (): void => {
  writing = false
  save((key ??= PREFIX + newId()), mayRemember && queue[0] && queue.slice(-MAX_STORED).map(withoutPersonal))
}
/** Once per task, not once per event: writing is the dearest thing the kit does. */
const store = (): void => {
  if (!writing) queueMicrotask(write)
  writing = true
}
const schedule = (ms: number): void => {
  clearTimeout(timer)
  timer = setTimeout(send, ms)
}

const settle = (taken: unknown): void => {
  failures = taken ? 0 : Math.min(failures + 1, MAX_DOUBLINGS)
  queue = taken ? queue.slice(underWay) : queue.slice(-MAX_QUEUED)
  underWay = 0
  store()
  if (queue[0] || news) schedule(taken ? 0 : GATHER_MS * 2 ** failures)
}

/** Text needs no preflight. A 4xx is final, except "too many"; the answer may bring the lead_id that our server remembers. */
const post = async (body: string): Promise<void> => {
  let answer: Response | undefined
  let told: Partial<CollectAnswer> | undefined
  try {
    answer = await fetch(`${environment._server}/collect`, { method: "POST", body, keepalive: true, credentials: "include", signal: AbortSignal.timeout?.(ANSWER_MS) ?? null })
    told = await answer.json()
  } catch {}
  settle(answer && answer.status < 500 && answer.status !== 429)
  if (HAS_LINKS && mayRemember && answer?.ok) dropLink()
  if (told?.lead_id) adoptLeadId(told.lead_id)
}

const send = /* @__PURE__ */ safe((leaving?: boolean): void => {
  if ((underWay && !leaving) || !(queue[underWay] || news)) return
  const events = firstThatFit(queue.slice(underWay))
  const body = JSON.stringify(batchOf(events))
  news = false
  if (!leaving) {
    underWay = events.length
    void post(body)
  } else if (attempt(() => navigator.sendBeacon(`${environment._server}/collect`, body)) && !failures) queue.splice(underWay, events.length)
})

const leave = (): void => {
  send(true)
  write()
}

/** Anybody can write into storage. */
const isEvent = (event: Loose<CollectEvent>): event is CollectEvent => !!event?.id

/** What earlier pages of this browser could not deliver. Taking it from a living tab is harmless: the server knows every id. */
const inherit = (): CollectEvent[] =>
  attempt(() =>
    Object.keys(localStorage)
      .filter((other) => other.startsWith(PREFIX) && other !== key)
      .flatMap((other) => {
        const events = load<CollectEvent[]>(other)
        save(other)
        return events
      })
      .filter(isEvent),
  ) ?? []

export const deliver = (event: CollectEvent): void => {
  queue.push(event)
  store()
  if (event.personal || queue.length >= GATHER_EVENTS) send()
  else if (!queue[1]) schedule(GATHER_MS)
}

export const delivery = (): void => {
  onChoice.push((_, isNew) => {
    news ||= isNew
    // In the same task the waiting events follow; they and the news go together, at once.
    schedule(0)
    const left = inherit()
    if (mayRemember) queue.unshift(...left)
    store()
  })
  on("pagehide", leave)
  on("visibilitychange", () => document.hidden && leave())
}
