import { createHmac, timingSafeEqual } from "node:crypto"
import type { Message, Untimely, Verification } from "./occasion.ts"

/** A signature further from our clock than this is not taken, in both directions (Standard Webhooks, Stripe, HubSpot: 5 minutes). */
export const TOLERANCE_MS = 300_000

/** What is wrong with the time of a signature; undefined: nothing. `oldestMs`: how long before it may have been made. */
export const untimely = (stamp: number, now: number, oldestMs: number): Untimely | undefined =>
  stamp > now + TOLERANCE_MS ? "timestamp_in_future" : stamp < now - oldestMs ? "timestamp_too_old" : undefined

/** How one provider signs. Everything that differs is here; the comparison exists once. */
export interface HmacScheme {
  /** The signatures that the request carries, prefixes taken off; undefined: none */
  signatures(message: Message): string[] | undefined
  /** Milliseconds since 1970, for schemes that sign a time */
  timestamp?(message: Message): number | undefined
  /** What is signed, piece by piece */
  signed(message: Message): (string | Buffer)[]
  key?(secret: string): string | Buffer
  encoding: "hex" | "base64"
  /** The provider's id of this message, the same on every repeat */
  id(message: Message): string | undefined
}

/** Equal in constant time; lengths may differ, which tells nothing that is secret. */
export const isEqual = (found: string, expected: string): boolean => {
  const [a, b] = [Buffer.from(found), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}

const isSigned = (scheme: HmacScheme, message: Message, secret: string, signatures: string[]): boolean => {
  const hmac = createHmac("sha256", scheme.key?.(secret) ?? secret)
  for (const piece of scheme.signed(message)) hmac.update(piece)
  const expected = hmac.digest(scheme.encoding)
  // Every signature is compared: stopping early would tell which secret is the newer.
  return signatures.filter((one) => isEqual(one, expected)).length > 0
}

/** Verifies on the raw bytes, with every active secret. `forged` only when a signature is provably not ours. */
export const verifyHmac = (scheme: HmacScheme, message: Message, secrets: string[], now: number): Verification => {
  if (secrets.length === 0) return { verdict: "unverifiable", reason: "secret_missing" }
  const signatures = scheme.signatures(message)
  if (signatures === undefined || signatures.length === 0) return { verdict: "forged", reason: "signature_missing" }
  const stamp = scheme.timestamp?.(message)
  if (scheme.timestamp !== undefined && stamp === undefined) return { verdict: "forged", reason: "timestamp_missing" }
  return judged(secrets.some((secret) => isSigned(scheme, message, secret, signatures)), stamp, now, () => scheme.id(message) ?? fallbackKey(message))
}

/** What signature and time say together. Where neither is right, it is no mistake of ours alone. `stamp` undefined: no time is signed. */
export const judged = (signed: boolean, stamp: number | undefined, now: number, keyOf: () => string, oldestMs: number = TOLERANCE_MS): Verification => {
  const wrong = stamp === undefined ? undefined : untimely(stamp, now, oldestMs)
  if (!signed) return wrong === undefined ? { verdict: "forged", reason: "signature_wrong", mismatch: true } : { verdict: "forged", reason: wrong }
  return wrong === undefined || stamp === undefined ? { verdict: "genuine", key: keyOf() } : { verdict: "untimely", reason: wrong, key: keyOf(), stamp, oldestMs }
}

/** A provider without message ids: equal bytes are the same message. */
const fallbackKey = ({ body }: Message): string => createHmac("sha256", "message").update(body).digest("hex")
