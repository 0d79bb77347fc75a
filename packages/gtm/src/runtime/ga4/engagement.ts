import type { Host } from "../host/host.ts"

/** A session counts as engaged after this long in the foreground (fact D4). */
const ENGAGED_MS = 10_000
/** Below this a page that goes away says nothing. */
const WORTH_TELLING_MS = 1000

/** Time the page was in the foreground since the last event. */
export class Engagement {
  readonly #host: Host
  readonly #engaged: () => void
  /** Since when the page is in the foreground, undefined while it is not. */
  #since: number | undefined
  #sum = 0
  #total = 0
  #timer: number | undefined

  constructor(host: Host, engaged: () => void) {
    this.#host = host
    this.#engaged = engaged
    this.#turn()
    host.document?.addEventListener("visibilitychange", () => this.#turn())
  }

  /** Milliseconds since last asked. */
  take(): number {
    this.#count()
    const passed = this.#sum
    this.#sum = 0
    return passed
  }

  worthTelling(): boolean {
    this.#count()
    return this.#sum >= WORTH_TELLING_MS
  }

  /** The page has come to the foreground, or has left it. */
  #turn(): void {
    this.#count()
    const shown = this.#host.document?.visibilityState !== "hidden"
    this.#since = shown ? this.#host.clock.now() : undefined
    if (this.#timer !== undefined) this.#host.timers.cancel(this.#timer)
    this.#timer = shown && this.#total < ENGAGED_MS ? this.#host.timers.after(ENGAGED_MS - this.#total, this.#engaged) : undefined
  }

  #count(): void {
    if (this.#since === undefined) return
    const now = this.#host.clock.now()
    this.#sum += now - this.#since
    this.#total += now - this.#since
    this.#since = now
  }
}
