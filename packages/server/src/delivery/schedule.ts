const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** Waits before the second, third … attempt, as Standard Webhooks recommends. After the last one the delivery is dead. */
export const WAITS_MS = [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR] as const

/** Each wait is moved by up to this share, so that what failed together does not come back together. */
export const JITTER = 0.2
/** A peer that sends us away for longer than twice the plan is asked again earlier; it cannot park us for ever. */
const LONGEST_STRETCH = 2
/** A peer that is overloaded is not asked again before this. */
const SLOWEST_AFTER_429_MS = MINUTE

export interface Patience {
  /** 0 to 1 */
  random: () => number
  waitsMs: readonly number[]
  /** How long a worker holds a delivery; must be longer than its exchange with a peer */
  leaseMs: number
}

/**
 * When to try again after `tries` attempts, in ms from now; undefined: no more.
 * `askedMs` is the peer's Retry-After, honoured between the planned wait and twice that (at least a minute after 429).
 */
export const nextWait = (tries: number, askedMs: number | undefined, { random, waitsMs }: Pick<Patience, "random" | "waitsMs">): number | undefined => {
  const base = waitsMs[tries - 1]
  if (base === undefined) return undefined
  const jittered = base * (1 - JITTER + 2 * JITTER * random())
  if (askedMs === undefined) return Math.round(jittered)
  const longest = Math.max(base * LONGEST_STRETCH, SLOWEST_AFTER_429_MS)
  return Math.round(Math.min(Math.max(askedMs, jittered), longest))
}
