import { Stripe } from "stripe"
import type { StripeEvent } from "./events.ts"

export interface WebhookAttempt {
  /** Milliseconds since 1970 */
  at: number
  eventId: string
  type: string
  /** 1 for the first */
  attempt: number
  /** The answer's status; 0: no answer */
  status: number
}
export interface SenderOptions {
  /** Where to; undefined while the shop has no endpoint */
  url: () => string | undefined
  secret: string
  /** Milliseconds since 1970 */
  clock: () => number
  /** Waits before each retry. Stripe retries over hours; a test cannot wait that long */
  retryMs: readonly number[]
  fetch: typeof fetch
}
type Order = "kept" | "reversed"

/** "Quickly" is all Stripe says; integrations report about this long. */
const TIMEOUT_MS = 10_000

/**
 * Sends signed webhooks, one after another, and again while the answer is no 2xx.
 * A sender is open, or holds what is given to it until `release`; both may happen at any time before `close`.
 */
export class WebhookSender {
  readonly attempts: WebhookAttempt[] = []
  readonly events: StripeEvent[] = []
  readonly #options: SenderOptions
  readonly #timers = new Map<NodeJS.Timeout, () => void>()
  readonly #running = new Set<Promise<void>>()
  #held: StripeEvent[] | undefined
  // Only used to sign: no request is ever made with this key.
  readonly #signer = new Stripe("sk_test_stand_in")

  constructor(options: SenderOptions) {
    this.#options = options
  }

  /** Resolves when each event was tried once; retries go on behind. */
  async send(events: readonly StripeEvent[]): Promise<void> {
    this.events.push(...events)
    if (this.#held) this.#held.push(...events)
    else for (const event of events) await this.#deliver(event)
  }
  hold(): void {
    this.#held ??= []
  }
  async release(order: Order): Promise<void> {
    const held = this.#held ?? []
    this.#held = undefined
    for (const event of order === "kept" ? held : held.toReversed()) await this.#deliver(event)
  }
  /** The same event once more, as Stripe may do at any time. Answers the status. */
  async resend(eventId?: string): Promise<number> {
    return this.#attempt(this.#find(eventId), 1, this.#options.secret)
  }
  /** The same event, signed with a secret that is not ours. */
  async forge(eventId?: string): Promise<number> {
    return this.#attempt(this.#find(eventId), 1, "whsec_of_somebody_else")
  }
  /** Resolves when nothing waits for a retry any more. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running)
  }
  close(): void {
    for (const [timer, wake] of this.#timers) {
      clearTimeout(timer)
      wake()
    }
    this.#timers.clear()
  }

  #find(eventId: string | undefined): StripeEvent {
    const event = eventId === undefined ? this.events.at(-1) : this.events.find(({ id }) => id === eventId)
    if (!event) throw new Error(eventId === undefined ? "No event was sent yet" : `There is no event ${eventId}`)
    return event
  }
  async #deliver(event: StripeEvent): Promise<void> {
    const status = await this.#attempt(event, 1, this.#options.secret)
    if (isFine(status)) return
    const rest = this.#retry(event).finally(() => this.#running.delete(rest))
    this.#running.add(rest)
  }
  async #retry(event: StripeEvent): Promise<void> {
    for (const [i, ms] of this.#options.retryMs.entries()) {
      if (!(await this.#wait(ms))) return
      if (isFine(await this.#attempt(event, i + 2, this.#options.secret))) return
    }
  }
  /** False where the sender was closed meanwhile. */
  #wait(ms: number): Promise<boolean> {
    return new Promise((done) => {
      const timer = setTimeout(() => {
        this.#timers.delete(timer)
        done(true)
      }, ms)
      this.#timers.set(timer, () => done(false))
    })
  }
  async #attempt(event: StripeEvent, attempt: number, secret: string): Promise<number> {
    const url = this.#options.url()
    const status = url === undefined ? 0 : await this.#post(url, JSON.stringify(event, null, 2), secret)
    this.attempts.push({ at: this.#options.clock(), eventId: event.id, type: event.type, attempt, status })
    return status
  }
  async #post(url: string, payload: string, secret: string): Promise<number> {
    const signature = this.#signer.webhooks.generateTestHeaderString({ payload, secret, timestamp: Math.floor(this.#options.clock() / 1000) })
    try {
      const answer = await this.#options.fetch(url, {
        method: "POST",
        headers: { "content-type": "application/json; charset=utf-8", "stripe-signature": signature, "user-agent": "Stripe/1.0 (stand-in)" },
        body: payload,
        redirect: "manual",
        signal: AbortSignal.timeout(TIMEOUT_MS),
      })
      await answer.arrayBuffer()
      return answer.status
    } catch {
      return 0
    }
  }
}

const isFine = (status: number): boolean => status >= 200 && status < 300
