import { createHmac, timingSafeEqual } from "node:crypto"
import type { Message, Verification } from "./occasion.ts"

/** A signature further from our clock than this is refused, in both directions (Standard Webhooks, Stripe, HubSpot: 5 minutes). */
export const TOLERANCE_MS = 300_000

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
const isEqual = (found: string, expected: string): boolean => {
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
  if (scheme.timestamp !== undefined) {
    const stamp = scheme.timestamp(message)
    if (stamp === undefined) return { verdict: "forged", reason: "timestamp_missing" }
    if (stamp > now + TOLERANCE_MS) return { verdict: "forged", reason: "timestamp_in_future" }
    if (stamp < now - TOLERANCE_MS) return { verdict: "forged", reason: "timestamp_too_old" }
  }
  if (!secrets.some((secret) => isSigned(scheme, message, secret, signatures))) return { verdict: "forged", reason: "signature_wrong", mismatch: true }
  return { verdict: "genuine", key: scheme.id(message) ?? fallbackKey(message) }
}

/** A provider without message ids: equal bytes are the same message. */
const fallbackKey = ({ body }: Message): string => createHmac("sha256", "message").update(body).digest("hex")
