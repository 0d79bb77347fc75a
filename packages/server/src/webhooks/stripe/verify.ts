import { sha256 } from "@tagwright/formats"
import { Stripe } from "stripe"
import { judged } from "../hmac.ts"
import type { Verification, WebhookProvider } from "../occasion.ts"

/** The SDK compares the time with one that it is given: its own, so that the signature alone decides. Ours is compared by us, the future too, for which the SDK has no limit. */
const TOLERANCE_S = 300

const timestampOf = (header: string): number | undefined => {
  const found = /(?:^|,)\s*t=(\d{1,12})(?:,|$)/.exec(header)?.[1]
  return found === undefined ? undefined : Number(found)
}

/** The SDK's check of the signature alone: it must also pass messages whose shape we do not read. */
const isSigned = (body: Buffer, header: string, secret: string, stamp: number): boolean => {
  try {
    return Stripe.webhooks.signature?.verifyHeader(body, header, secret, TOLERANCE_S, undefined, stamp * 1000) === true
  } catch {
    return false
  }
}

/** Stripe's official SDK checks the signature; every active secret is tried, and a time in the future is refused. */
export const verifyStripe: WebhookProvider["verify"] = ({ headers, body }, secrets, now): Verification => {
  if (secrets.length === 0) return { verdict: "unverifiable", reason: "secret_missing" }
  const header = headers["stripe-signature"]
  if (header === undefined) return { verdict: "forged", reason: "signature_missing" }
  const stamp = timestampOf(header)
  if (stamp === undefined) return { verdict: "forged", reason: "timestamp_missing" }
  return judged(secrets.some((secret) => isSigned(body, header, secret, stamp)), stamp * 1000, now, () => idOf(body))
}

/** Stripe's `evt_…`, the same on every repeat; a signed message without one is its own key. */
const idOf = (body: Buffer): string => /"id"\s*:\s*"(evt_[A-Za-z0-9_]+)"/.exec(body.toString())?.[1] ?? sha256(body)
