import type { Clock } from "../clock.ts"
import { misconfigured, unfit, type Outcome } from "../delivery/outcome.ts"
import { batcher } from "./batch.ts"
import type { DeliveryInput } from "./destination.ts"
import { sendSplitting, type BatchAnswer } from "./split.ts"

/** What a request is signed in with, or why it cannot be sent. */
export type Token = { token: string } | { failed: Outcome }

/** A token that does not run out. */
export const fixedToken =
  (secret: () => string | undefined) =>
  (): Promise<Token> => {
    const token = secret()
    return Promise.resolve(token === undefined ? { failed: misconfigured("secret_missing") } : { token })
  }

export interface Composed<E> {
  event: E
  input: DeliveryInput
}

/** A vendor that takes many events in one request. */
export interface ManyEvents<E> {
  /** Events per request */
  most: number
  /** An event in the vendor's words, or why it cannot go, as a code */
  compose(input: DeliveryInput): E | string
  token(now: number): Promise<Token>
  send(items: readonly Composed<E>[], token: string, now: number): Promise<BatchAnswer>
  /** Waits for company this long; default: only for what the queue hands over in the same moment */
  lingerMs?: number
}

/** Composes, collects, signs in, sends, and splits around events that the vendor refuses. */
export const deliverTogether = <E>({ most, compose, token, send, lingerMs = 0 }: ManyEvents<E>, clock: Clock): ((input: DeliveryInput) => Promise<Outcome>) => {
  const deliver = batcher<Composed<E>>(
    { most, lingerMs },
    async (items) => {
      const now = Math.max(...items.map(({ input }) => input.now))
      const access = await token(now)
      return "failed" in access ? items.map(() => access.failed) : sendSplitting(items, (some) => send(some, access.token, now))
    },
    clock.after,
  )
  return async (input) => {
    const event = compose(input)
    return typeof event === "string" ? unfit(event) : deliver({ event, input })
  }
}
