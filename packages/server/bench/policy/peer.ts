import type { Clock } from "../../src/clock.ts"
import { PeerTimeout, TIMEOUT_MS, type HttpSend } from "../../src/delivery/http-client.ts"
import type { PeerAnswer } from "../../src/delivery/outcome.ts"

/** What a destination does with one request. */
export interface Reaction {
  tookMs: number
  answer: PeerAnswer | "refused"
}
/** `at`: since the scenario began, ms */
export type Peer = (at: number, random: () => number) => Reaction

const ok = (tookMs: number): Reaction => ({ tookMs, answer: { status: 200 } })
/** Most of an exchange is the same each time, a little is chance. */
const about = (ms: number, random: () => number): number => ms * (0.8 + 0.4 * random())

export const healthy = (ms = 50): Peer => (_at, random) => ok(about(ms, random))
/** Answers 500 during the outage: at once, as broken servers do. */
export const failing = (from: number, to: number): Peer => (at, random) => (at >= from && at < to ? { tookMs: about(20, random), answer: { status: 500 } } : ok(about(50, random)))
/** Nobody listens. */
export const away = (from: number, to: number): Peer => (at, random) => (at >= from && at < to ? { tookMs: 2, answer: "refused" } : ok(about(50, random)))
/** Answers, but so late. */
export const slow = (ms: number, from: number, to: number): Peer => (at, random) => ok(at >= from && at < to ? ms : about(50, random))
/** Overloaded: answers a share of the requests with 503. */
export const overloaded = (share: number, until: number): Peer => (at, random) => (at < until && random() < share ? { tookMs: about(50, random), answer: { status: 503 } } : ok(about(50, random)))

/** So many requests in any minute; the others get 429 and how many seconds are left. */
export const limited = (perMinute: number): Peer => {
  let taken: number[] = []
  return (at, random) => {
    taken = taken.filter((one) => at - one < 60_000)
    const tookMs = about(50, random)
    if (taken.length >= perMinute) return { tookMs, answer: { status: 429, retryAfter: String(Math.ceil(((taken[0] ?? at) + 60_000 - at) / 1000)) } }
    taken.push(at)
    return ok(tookMs)
  }
}

class Refused extends Error {
  readonly code = "ECONNREFUSED"
}

/** The way out of a server, on virtual time: the peer is a rule, what becomes of its answer is the server's own. `onRequest`: told of each. */
export const sendTo = (peer: Peer, clock: Clock, start: number, random: () => number, onRequest: (at: number) => void): HttpSend => () =>
  new Promise((resolve, reject) => {
    const at = clock.now() - start
    onRequest(at)
    const { tookMs, answer } = peer(at, random)
    clock.after(Math.min(tookMs, TIMEOUT_MS), () => {
      if (tookMs > TIMEOUT_MS) reject(new PeerTimeout("timeout"))
      else if (answer === "refused") reject(new Refused("connect ECONNREFUSED"))
      else resolve(answer)
    })
  })
