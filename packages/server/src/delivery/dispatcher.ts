import type { ServerContext } from "../context.ts"
import type { Connected } from "../destinations/index.ts"
import { CANARY, type Claimed } from "../store/model.ts"
import { createAhead, FRESH_MS } from "./ahead.ts"
import { attempt, type AttemptContext, type AttemptResult } from "./attempt.ts"
import { createBreaker, type Breaker, type BreakerState } from "./breaker.ts"
import { restAsked } from "./outcome.ts"
import type { Patience } from "./schedule.ts"
import { groupedSettler } from "./settle-soon.ts"
import { settlementOf } from "./settlement.ts"

/** Longer than the longest exchange with a peer (15 s; an SDK may make three calls), so that a lease ends only when its worker died. */
export const LEASE_MS = 90_000
/** After a database error, look again this soon. */
const AFTER_TROUBLE_MS = 1_000

/** What delivering needs of the server */
export type DeliveryContext = AttemptContext & Pick<ServerContext, "store" | "clock" | "signals" | "log"> & { metrics: Pick<ServerContext["metrics"], "attempted"> }

export interface Dispatcher {
  readonly breaker: (now: number) => BreakerState
  wake(): void
  /** Takes nothing new; resolves when what is under way has ended and is written down. */
  stop(): Promise<void>
}

/**
 * Sends one destination's deliveries: claims what is due, a little ahead of a fast peer; attempts as many at once as the
 * destination allows; writes down how they ended, in groups; sleeps until the next is due.
 */
export const startDispatcher = (context: DeliveryContext, target: Connected, patience: Patience, breaker: Breaker = createBreaker()): Dispatcher => {
  const { clock, store } = context
  const ahead = createAhead()
  const suppression = context.runtime.suppressionAt(target.id)
  const settler = groupedSettler(store, clock)
  let hand: { claimed: Claimed; at: number }[] = []
  let sending = 0
  /** Attempts whose outcome is not yet durable */
  let open = 0
  let claiming = false
  let again = false
  let stopped = false
  let cancelTimer = (): void => undefined
  let onIdle: (() => void) | undefined

  const sleepUntil = (at: number | undefined): void => {
    cancelTimer()
    if (at !== undefined && !stopped) cancelTimer = clock.after(at - clock.now(), wake)
  }
  const giveBack = async (leases: readonly Claimed[]): Promise<void> => {
    if (leases.length > 0) await store.release(leases.map(({ id, attempt: number }) => ({ id, attempt: number })), clock.now())
  }
  /** What lay in hand too long, or may not be sent now, goes back. */
  const dropStale = async (): Promise<void> => {
    const now = clock.now()
    const mayStay = !stopped && breaker.state(now) !== "open"
    const stale = hand.filter(({ at }) => !mayStay || now - at > FRESH_MS)
    if (stale.length === 0) return
    breaker.unused()
    hand = hand.filter(({ at }) => mayStay && now - at <= FRESH_MS)
    await giveBack(stale.map(({ claimed }) => claimed))
  }
  const atOnce = (): number => Math.min(target.concurrency, breaker.width())
  /** Nothing ahead of a peer that is being felt out: it would soon have to go back. */
  const inHand = (): number => (atOnce() < target.concurrency ? 0 : ahead.room(target.concurrency))
  const claim = async (): Promise<void> => {
    const now = clock.now()
    const room = Math.max(0, atOnce() - sending + inHand() - hand.length)
    const limit = breaker.allow(room, now)
    const { claimed, nextDueAt } = await store.claim({ destination: target.id, now, leaseUntil: now + patience.leaseMs, limit, suppression }).catch((error: unknown) => {
      if (limit > 0) breaker.unused()
      throw error
    })
    if (limit > 0 && claimed.length === 0) breaker.unused()
    for (const one of claimed) hand.push({ claimed: one, at: now })
    if (claimed.length === limit && limit > 0) again = true
    const pausedUntil = breaker.state(now) === "open" ? (breaker.reopensAt() ?? 0) : 0
    // While something is under way, its end wakes us; otherwise the clock does.
    sleepUntil(nextDueAt === undefined ? undefined : Math.max(nextDueAt, pausedUntil, limit === 0 && open > 0 ? now + patience.leaseMs : 0))
  }
  // The oldest lies first.
  const isStale = (one: { at: number } | undefined): boolean => one !== undefined && clock.now() - one.at > FRESH_MS
  const isHungry = (): boolean => hand.length <= inHand() / 2 && sending + hand.length < atOnce() + inHand()
  /** Of a peer that is given a pause nothing stays in hand. */
  const mustPause = (): boolean => hand.length > 0 && breaker.state(clock.now()) === "open"
  const hasWork = (): boolean => again && !stopped && (isHungry() || isStale(hand[0]) || mustPause())
  const round = async (): Promise<void> => {
    try {
      while (hasWork()) {
        again = false
        await dropStale()
        await claim()
        send()
      }
      if (stopped) await dropStale()
    } catch (error) {
      context.log.error({ destination: target.id, error: String(error) }, "cannot claim deliveries")
      sleepUntil(clock.now() + AFTER_TROUBLE_MS)
    } finally {
      claiming = false
      idle()
    }
  }
  const wake = (): void => {
    again = true
    if (claiming || stopped || !hasWork()) return
    claiming = true
    void round()
  }
  const idle = (): void => {
    if (open === 0 && !claiming && hand.length === 0) onIdle?.()
  }
  const hasRoom = (): boolean => !stopped && sending < atOnce()
  const send = (): void => {
    while (hasRoom()) {
      const [next] = hand
      if (next === undefined) return
      if (isStale(next) || mustPause()) return wake()
      hand.shift()
      sending += 1
      open += 1
      void work(next.claimed)
    }
  }
  const judge = (result: AttemptResult, now: number): void => {
    // It says nothing about the peer; if it was to be the probe, another has to be.
    if (result.kind === "withheld") return breaker.unused()
    const rest = restAsked(result)
    if (rest === undefined) breaker.record(result.kind !== "retry", now)
    else breaker.rest(rest, now)
  }
  const work = async (claimed: Claimed): Promise<void> => {
    try {
      const startedAt = clock.now()
      const result = await attempt(context, target, claimed, startedAt)
      const now = clock.now()
      sending -= 1
      ahead.took(now - startedAt)
      judge(result, now)
      if (result.kind === "gone") await store.disableDestination({ destination: target.id, now, reason: "http_410" })
      send()
      wake()
      const settlement = settlementOf(claimed, result, now, patience)
      await settler.settle(settlement)
      if (claimed.event.name === CANARY) return await (settlement.state === "delivered" ? store.canaryThrough({ destination: target.id, at: now }) : undefined)
      context.metrics.attempted(target.id, claimed, settlement, now)
      if (settlement.state === "dead") context.log.warn({ delivery: claimed.id, destination: target.id, event: claimed.event.name, reason: settlement.reason, fault: settlement.reasonClass }, "dead letter")
      context.signals.settled({ type: "delivery", id: claimed.id, event: claimed.event.name, destination: target.id, state: settlement.state, reason: settlement.reason })
    } catch (error) {
      // The outcome could not be written: the lease runs out and the delivery is attempted again.
      context.log.error({ destination: target.id, error: String(error) }, "cannot write down an outcome")
    } finally {
      open -= 1
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
    wake,
    stop: () =>
      new Promise((resolve) => {
        stopped = true
        cancelTimer()
        onIdle = resolve
        if (!claiming) {
          claiming = true
          void round()
        }
      }),
  }
}
