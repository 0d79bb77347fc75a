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
  itemId?: string | undefined
  amount?: Amount | undefined
  items?: Item[] | undefined
  email?: string | undefined
  name?: string | undefined
  /** Siblings of this message may know the person: wait this long before delivering */
  graceMs?: number | undefined
}

export type Reading =
  | { kind: "occasions"; occasions: Occasion[] }
  /** Conversions with these keys did not happen after all */
  | { kind: "reversal"; keys: string[] }
  | { kind: "ignored"; reason: string }
  | { kind: "unreadable"; reason: string }

export type Verification =
  | { verdict: "genuine"; key: string }
  /** Provably not from the provider: 401 */
  | { verdict: "forged"; reason: string }
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
