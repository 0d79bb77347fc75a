import type { Host } from "../host/host.ts"

/** A session counts as engaged after this long in the foreground (fact D4). */
const ENGAGED_MS = 10_000
/** Below this a page that goes away says nothing. */
const WORTH_TELLING_MS = 1000

/** Time the page was in the foreground since the last event. */
export class Engagement {
  private readonly host: Host
  private since: number

  constructor(host: Host, engaged: () => void) {
    this.host = host
    this.since = host.clock.now()
    host.timers.after(ENGAGED_MS, engaged)
  }

  /** Milliseconds since last asked. */
  take(): number {
    const now = this.host.clock.now()
    const passed = now - this.since
    this.since = now
    return passed
  }

  worthTelling(): boolean {
    return this.host.clock.now() - this.since >= WORTH_TELLING_MS
  }
}
