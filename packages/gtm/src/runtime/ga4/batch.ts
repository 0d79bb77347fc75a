import type { Host } from "../host/host.ts"
import { query, type Hit, type Pairs } from "./hit.ts"

/** Limits of the client (fact D1). */
const MOST_EVENTS = 20
const MOST_BYTES = 16_384
const FLUSH_MS = 5000
const FIRST_SERVER_FLUSH_MS = 500
const LONGEST_URL = 2048
/** Rate guard: 20 at once, 5 a second on, 5,000 a day; what is over is dropped. */
const BURST = 20
const PER_SECOND = 5
const PER_DAY = 5000

export interface Endpoint {
  url: string
  server: boolean
}

/** Collects hits that may share a request, and sends them. */
export class Batch {
  readonly #host: Host
  #requests = 0
  readonly #endpoint: () => Endpoint
  readonly #optedOut: () => boolean
  #waiting: Hit[] = []
  #timer: number | undefined
  #waited = false
  #tokens = BURST
  #lastToken: number
  #today = 0

  /** `optedOut`: hits that still wait when the visitor opts out are not sent any more. */
  constructor(host: Host, endpoint: () => Endpoint, optedOut: () => boolean) {
    this.#optedOut = optedOut
    this.#host = host
    this.#endpoint = endpoint
    this.#lastToken = host.clock.now()
  }

  /** `false`: the rate guard dropped it. */
  add(hit: Hit): boolean {
    if (!this.#allowed()) return false
    if (hit.alone || this.#full(hit)) this.flush()
    this.#waiting.push(hit)
    if (hit.alone) this.flush()
    else this.#schedule()
    return true
  }

  flush(): void {
    if (this.#timer !== undefined) this.#host.timers.cancel(this.#timer)
    this.#timer = undefined
    const hits = this.#waiting
    this.#waiting = []
    if (hits.length > 0 && !this.#optedOut()) this.#send(hits)
  }

  #allowed(): boolean {
    const now = this.#host.clock.now()
    this.#tokens = Math.min(BURST, this.#tokens + ((now - this.#lastToken) / 1000) * PER_SECOND)
    this.#lastToken = now
    if (this.#tokens < 1 || this.#today >= PER_DAY) return false
    this.#tokens -= 1
    this.#today += 1
    return true
  }

  /** Hits share a request only under the same URL parameters. */
  #full(hit: Hit): boolean {
    const [first] = this.#waiting
    if (first === undefined) return false
    const bytes = [...this.#waiting, hit].reduce((sum, one) => sum + query([...one.shared, ...one.event]).length + 2, 0)
    return this.#waiting.length >= MOST_EVENTS || bytes > MOST_BYTES || query(first.request) !== query(hit.request)
  }

  #schedule(): void {
    if (this.#timer !== undefined) return
    // Only the first events that wait for a server container are in a hurry.
    const wait = this.#endpoint().server && !this.#waited ? FIRST_SERVER_FLUSH_MS : FLUSH_MS
    this.#waited = true
    this.#timer = this.#host.timers.after(wait, () => this.flush())
  }

  #send(hits: Hit[]): void {
    const { url, server } = this.#endpoint()
    const [first] = hits
    if (first === undefined) return
    this.#requests += 1
    const common: Pairs = [...first.request, ["_s", String(this.#requests)]]
    const tail: Pairs = [["tfd", String(Math.max(0, Math.round(this.#host.clock.now() - this.#host.clock.started)))]]
    const tags = hits.flatMap((hit) => (hit.tag === undefined ? [] : [hit.tag]))
    const end = server ? "&richsstsse" : ""
    const whole = `${url}?${query([...common, ...first.shared, ...first.event, ...tail])}${end}`
    if (hits.length === 1 && whole.length <= LONGEST_URL) {
      this.#host.send({ url: whole, method: server ? "GET" : "POST", via: "fetch", tags })
      return
    }
    const shared = first.shared.filter((pair) => hits.every((hit) => hit.shared.some((other) => other[0] === pair[0] && other[1] === pair[1])))
    const keys = new Set(shared.map(([key]) => key))
    const lines = hits.map((hit) => query([...hit.event.slice(0, 1), ...hit.shared.filter(([key]) => !keys.has(key)), ...hit.event.slice(1)]))
    this.#host.send({ url: `${url}?${query([...common, ...shared, ...tail])}${end}`, method: "POST", body: lines.join("\r\n"), via: "fetch", tags })
  }
}
