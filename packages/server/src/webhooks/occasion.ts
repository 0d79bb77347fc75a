import type { Item, WebhookOccasion } from "@tagwright/formats"
import type { Amount } from "../store/model.ts"

/** What a provider's message means to the business, in words that no provider owns. */
export interface Occasion {
  when: WebhookOccasion
  /** Any of these makes it the same conversion */
  keys: string[]
  /** Milliseconds since 1970 */
  at: number
  leadId?: string | undefined
  /** Other names of the same person (payment, customer): learned when the lead is known, used when it is not */
  aliases: string[]
  transactionId?: string | undefined
  /** The transaction may be recorded under another of its names: one that was seen together with `name` and begins with `prefix` */
  transactionAlso?: { name: string; prefix: string } | undefined
  itemId?: string | undefined
  amount?: Amount | undefined
  items?: Item[] | undefined
  email?: string | undefined
  name?: string | undefined
  /** Whether the provider says that no real money moved; undefined: it does not say */
  test?: boolean | undefined
  /**
   * `amount` is what this payment has been refunded so far, not this refund alone. Keys of the group are this prefix and the
   * sum: what counts is the difference to the largest that is recorded.
   */
  soFar?: string | undefined
  /** A payment that does not name its person, while a sibling message (the first checkout of a subscription) usually does */
  personFollows?: boolean | undefined
}

export type Reading =
  /** `reversed`: keys of conversions that did not happen after all */
  | { kind: "occasions"; occasions: Occasion[]; reversed?: string[] }
  /** Nothing happened, but these names belong to one person (a payment and its customer) */
  | { kind: "names"; names: string[] }
  /** Conversions with these keys did not happen after all */
  | { kind: "reversal"; keys: string[] }
  | { kind: "ignored"; reason: string }
  | { kind: "unreadable"; reason: string }

export type Untimely = "timestamp_too_old" | "timestamp_in_future"

export type Verification =
  | { verdict: "genuine"; key: string }
  /**
   * Not from the provider, as far as our secret is the right one: 401. `mismatch`: everything about it is in order but
   * the signature, which a wrong secret of ours would bring about as well.
   */
  | { verdict: "forged"; reason: string; mismatch?: true }
  /** The signature is right, and its time is further from ours than it may be: it comes late, somebody replays it, or our own clock is wrong. `stamp`: when it was signed, ms since 1970; `oldestMs`: how long ago that may be */
  | { verdict: "untimely"; reason: Untimely; key: string; stamp: number; oldestMs: number }
  /** We cannot know because our set-up is wrong: kept, answered 503 so that the provider sends it again */
  | { verdict: "unverifiable"; reason: string }

export interface Message {
  headers: Record<string, string | undefined>
  /** Raw bytes: what was signed */
  body: Buffer
  /** The public address that the provider called */
  url: string
  method: string
}

/** What a provider may ask the world for; never before the answer to the sender. */
export interface ReadWorld {
  fetch: typeof fetch
  secrets: string[]
}

/** One provider's messages: are they genuine, and what do they mean. */
export interface WebhookProvider {
  /** What was answered with 4xx is never sent again (HubSpot): a mismatch is answered 503, so that nothing is lost while our secret is wrong */
  refusalsAreFinal?: true
  verify(message: Message, secrets: string[], now: number): Verification | Promise<Verification>
  read(body: string, headers: Record<string, string | undefined>, world: ReadWorld): Reading | Promise<Reading>
}

export const ignored = (reason: string): Reading => ({ kind: "ignored", reason })
export const happened = (occasion: Occasion): Reading => ({ kind: "occasions", occasions: [occasion] })

/** Reads with a function that may stumble over a shape it does not know: that is kept and reported, never guessed at. */
export const readable =
  <T>(parse: (body: string) => T, meaning: (value: T, headers: Record<string, string | undefined>) => Reading) =>
  (body: string, headers: Record<string, string | undefined>): Reading => {
    try {
      return meaning(parse(body), headers)
    } catch {
      return { kind: "unreadable", reason: "shape_unknown" }
    }
  }
