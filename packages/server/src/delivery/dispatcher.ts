import type { ServerContext } from "../context.ts"
import type { Connected } from "../destinations/index.ts"
import type { Claimed, Settlement } from "../store/model.ts"
import { attempt, type AttemptResult } from "./attempt.ts"
import { createBreaker, type BreakerState } from "./breaker.ts"
import { nextWait, type Patience } from "./schedule.ts"
import { maskText } from "../privacy/mask.ts"

/** Longer than the longest exchange with a peer (15 s; an SDK may make three calls), so that a lease ends only when its worker died. */
const LEASE_MS = 90_000
/** After a database error, look again this soon. */
const AFTER_TROUBLE_MS = 1_000
const MOST_ANSWER = 2_000

export interface Dispatcher {
  readonly breaker: (now: number) => BreakerState
  readonly inFlight: number
  wake(): void
  /** Takes nothing new; resolves when what is under way has ended and is written down. */
  stop(): Promise<void>
}

/** Sends one destination's deliveries: claim what is due, attempt, write down how it ended, sleep until the next is due. */
export const startDispatcher = (context: ServerContext, target: Connected, patience: Patience): Dispatcher => {
  const { clock, store } = context
  const breaker = createBreaker()
  let inFlight = 0
  let busy = false
  let again = false
  let stopped = false
  let cancelTimer = (): void => undefined
  let onIdle: (() => void) | undefined

  const sleepUntil = (at: number | undefined): void => {
    cancelTimer()
    if (at !== undefined && !stopped) cancelTimer = clock.after(at - clock.now(), wake)
  }
  const round = async (): Promise<void> => {
    const now = clock.now()
    const limit = breaker.allow(target.concurrency - inFlight, now)
    const { claimed, nextDueAt } = await store.claim({ destination: target.id, now, leaseUntil: now + LEASE_MS, limit })
    if (claimed.length === 0) breaker.unused()
    for (const one of claimed) void work(one)
    const pausedUntil = breaker.state(now) === "open" ? breaker.reopensAt() : undefined
    // A worker that ends wakes us; otherwise the clock does.
    sleepUntil(nextDueAt === undefined ? undefined : Math.max(nextDueAt, pausedUntil ?? 0, limit === 0 && inFlight > 0 ? now + LEASE_MS : 0))
  }
  const hasWork = (): boolean => again && !stopped
  const wake = (): void => {
    if (stopped) return
    again = true
    if (busy) return
    busy = true
    void (async () => {
      try {
        while (hasWork()) {
          again = false
          await round()
        }
      } catch (error) {
        context.log.error({ destination: target.id, error: String(error) }, "cannot claim deliveries")
        sleepUntil(clock.now() + AFTER_TROUBLE_MS)
      } finally {
        busy = false
        idle()
      }
    })()
  }
  const idle = (): void => {
    if (inFlight === 0 && !busy) onIdle?.()
  }
  const work = async (claimed: Claimed): Promise<void> => {
    inFlight += 1
    try {
      const result = await attempt(context.runtime, target, claimed, clock.now())
      const now = clock.now()
      if (result.kind !== "withheld") breaker.record(result.kind !== "retry", now)
      await conclude(context, target.id, claimed, result, patience)
    } catch (error) {
      // The outcome could not be written: the lease runs out and the delivery is attempted again.
      context.log.error({ destination: target.id, error: String(error) }, "cannot write down an outcome")
    } finally {
      inFlight -= 1
      wake()
      idle()
    }
  }
  context.signals.onWork((destinations) => {
    if (destinations.has(target.id)) wake()
  })
  wake()
  return {
    breaker: breaker.state,
    get inFlight() {
      return inFlight
    },
    wake,
    stop: () =>
      new Promise((resolve) => {
        stopped = true
        cancelTimer()
        onIdle = resolve
        idle()
      }),
  }
}

const conclude = async (context: ServerContext, destination: string, claimed: Claimed, result: AttemptResult, patience: Patience): Promise<void> => {
  const now = context.clock.now()
  const settlement = settlementOf(claimed, result, now, patience)
  if (result.kind === "gone") await context.store.disableDestination({ destination, now, reason: "http_410" })
  await context.store.settle([settlement])
  context.metrics.attempted(destination, claimed, settlement, now)
  const { state, reason } = settlement
  context.signals.settled({ type: "delivery", id: claimed.id, event: claimed.event.name, destination, state, reason })
}

const settlementOf = (claimed: Claimed, result: AttemptResult, at: number, patience: Patience): Settlement => {
  const base = { id: claimed.id, attempt: claimed.attempt, at, dueAt: at }
  if (result.kind === "withheld") return { ...base, state: "withheld", reason: result.reason }
  const peer = { status: result.status, answer: "answer" in result && result.answer !== undefined ? maskText(result.answer).slice(0, MOST_ANSWER) : undefined }
  switch (result.kind) {
    case "delivered":
      return { ...base, ...peer, state: "delivered" }
    case "dead":
      return { ...base, ...peer, state: "dead", reason: result.reason, reasonClass: result.reasonClass }
    case "gone":
      return { ...base, ...peer, state: "dead", reason: "gone", reasonClass: "theirs" }
    case "retry": {
      const wait = nextWait(claimed.tries, result.afterMs, patience)
      if (wait === undefined) return { ...base, ...peer, state: "dead", reason: result.reason, reasonClass: "theirs" }
      return { ...base, ...peer, state: "pending", dueAt: at + wait, reason: result.reason, reasonClass: "theirs" }
    }
  }
}
