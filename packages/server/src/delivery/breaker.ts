import { createRollingCount } from "./rolling-count.ts"

/**
 * A circuit breaker per destination.
 *
 *   closed ── share of failures reaches the threshold, with enough attempts in the window; or so many fail in a row ──► open
 *   open ── the pause is over ──► half-open (one probe may go)
 *   half-open ── the probe succeeds ──► closed (memory wiped)
 *   half-open ── the probe fails ──► open, with a pause twice as long, up to the longest
 *   any ── the peer names a time (Retry-After) ──► open until then, at most for the longest pause
 *
 * Fast failures count like slow ones. Only "later" outcomes count: a refusal of bad data says nothing about the peer's health.
 */
export type BreakerState = "closed" | "open" | "half-open"

const WINDOW_MS = 5 * 60_000
const FEWEST_ATTEMPTS = 10
const OPEN_AT_SHARE = 0.7
/** Minutes of success weigh as much as minutes of failure: of a busy destination that breaks, the share alone would tell only after 3.5 of them. */
const OPEN_AT_IN_A_ROW = 20
const FIRST_PAUSE_MS = 10_000
const LONGEST_PAUSE_MS = 5 * 60_000
const WIDTH_AFTER_A_PAUSE = 2

export interface Breaker {
  state(now: number): BreakerState
  /** How many may be sent now, of `wanted` */
  allow(wanted: number, now: number): number
  record(success: boolean, now: number): void
  /** The peer asked for a rest of `ms`: what else is sent meanwhile would be refused too, and lose a place in the schedule. */
  rest(ms: number, now: number): void
  /** How many may be under way at once: two after a pause, one more with each success, as TCP feels its way (RFC 5681, 3.1). */
  width(): number
  /** Nothing was there to be sent, or it was not sent after all: the probe's place is free again */
  unused(): void
  /** When an open breaker lets a probe through */
  reopensAt(): number | undefined
}

export const createBreaker = (): Breaker => {
  const recent = createRollingCount(WINDOW_MS)
  let openedUntil: number | undefined
  let pause = FIRST_PAUSE_MS
  let probing = false
  let failedInARow = 0
  let width = Number.POSITIVE_INFINITY
  const state = (now: number): BreakerState => (openedUntil === undefined ? "closed" : now < openedUntil ? "open" : "half-open")
  const open = (now: number): void => {
    openedUntil = now + pause
    failedInARow = 0
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS)
    recent.clear()
  }
  const close = (): void => {
    openedUntil = undefined
    width = WIDTH_AFTER_A_PAUSE
    pause = FIRST_PAUSE_MS
    recent.clear()
  }
  const allowBy: Record<BreakerState, (wanted: number) => number> = {
    closed: (wanted) => wanted,
    open: () => 0,
    "half-open": (wanted) => {
      if (probing || wanted === 0) return 0
      probing = true
      return 1
    },
  }
  const recordBy: Record<BreakerState, (success: boolean, now: number) => void> = {
    closed: (success, now) => {
      recent.add(success, now)
      failedInARow = success ? 0 : failedInARow + 1
      if (success) return void (width += 1)
      const { attempts, failures } = recent.counts(now)
      if (failedInARow >= OPEN_AT_IN_A_ROW || (attempts >= FEWEST_ATTEMPTS && failures / attempts >= OPEN_AT_SHARE)) open(now)
    },
    // An attempt that was under way when the breaker opened tells nothing new.
    open: () => undefined,
    "half-open": (success, now) => {
      probing = false
      if (success) close()
      else open(now)
    },
  }
  return {
    state,
    allow: (wanted, now) => allowBy[state(now)](wanted),
    record: (success, now) => recordBy[state(now)](success, now),
    rest: (ms, now) => {
      probing = false
      failedInARow = 0
      openedUntil = Math.max(openedUntil ?? 0, now + Math.min(ms, LONGEST_PAUSE_MS))
      recent.clear()
    },
    width: () => width,
    unused: () => {
      probing = false
    },
    reopensAt: () => openedUntil,
  }
}
