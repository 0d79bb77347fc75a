import { createHash } from "node:crypto"
import { HttpError } from "../../http/answer.ts"

const WINDOW_MS = 15 * 60_000
/**
 * Failures within the window. Per account and address: a person's typing mistakes. Per address: guessing many names.
 * Per account: guessing from many addresses; high, so that a stranger cannot easily lock somebody out.
 */
const limits = { pair: 5, peer: 20, account: 50 } as const
type Kind = keyof typeof limits
/** Attackers choose the keys: the oldest go when there are this many. */
const MOST_KEYS = 10_000
const SECOND_MS = 1000

export interface Throttle {
  /** Throws 429 when too much went wrong lately */
  check(account: string, peer: string, now: number): void
  failed(account: string, peer: string, now: number): void
  /** A success forgives that person's own mistakes there */
  succeeded(account: string, peer: string): void
}

const keyOf = (kind: Kind, ...parts: string[]): string => `${kind} ${createHash("sha256").update(parts.join("\0")).digest("base64")}`

/** Limits guessing. In memory: a restart forgets, and whoever can restart the server needs no password. Addresses are kept as digests. */
export const createThrottle = (): Throttle => {
  const failures = new Map<string, number[]>()
  const keys = (account: string, peer: string): [Kind, string][] => {
    const name = account.trim().toLowerCase()
    return [["pair", keyOf("pair", name, peer)], ["peer", keyOf("peer", peer)], ["account", keyOf("account", name)]]
  }
  const recent = (key: string, now: number): number[] => (failures.get(key) ?? []).filter((at) => at > now - WINDOW_MS)
  return {
    check: (account, peer, now) => {
      for (const [kind, key] of keys(account, peer)) {
        const times = recent(key, now)
        const oldest = times[times.length - limits[kind]]
        if (oldest !== undefined) throw new HttpError(429, "too_many_attempts", Math.ceil((oldest + WINDOW_MS - now) / SECOND_MS))
      }
    },
    failed: (account, peer, now) => {
      for (const [, key] of keys(account, peer)) {
        const times = [...recent(key, now), now]
        failures.delete(key)
        failures.set(key, times)
      }
      for (const key of failures.keys()) {
        if (failures.size <= MOST_KEYS) break
        failures.delete(key)
      }
    },
    succeeded: (account, peer) => {
      const [pair] = keys(account, peer)
      if (pair !== undefined) failures.delete(pair[1])
    },
  }
}
