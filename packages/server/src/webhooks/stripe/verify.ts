import { sha256 } from "@tagwright/formats"
import { Stripe } from "stripe"
import type { Verification, WebhookProvider } from "../occasion.ts"

/** Stripe's own tolerance for age; the SDK has none for the future. */
const TOLERANCE_S = 300
const TOO_FAR_AHEAD_S = 300

const timestampOf = (header: string): number | undefined => {
  const found = /(?:^|,)\s*t=(\d{1,12})(?:,|$)/.exec(header)?.[1]
  return found === undefined ? undefined : Number(found)
}

/** The SDK's check of the signature alone: it must also pass messages whose shape we do not read. */
const isSigned = (body: Buffer, header: string, secret: string, now: number): boolean => {
  try {
    return Stripe.webhooks.signature?.verifyHeader(body, header, secret, TOLERANCE_S, undefined, now) === true
  } catch {
    return false
  }
}

/** Stripe's official SDK checks the signature; every active secret is tried, and a time in the future is refused. */
export const verifyStripe: WebhookProvider["verify"] = ({ headers, body }, secrets, now): Verification => {
  if (secrets.length === 0) return { verdict: "unverifiable", reason: "secret_missing" }
  const header = headers["stripe-signature"]
  if (header === undefined) return { verdict: "forged", reason: "signature_missing" }
  const nowS = Math.floor(now / 1000)
  const stamp = timestampOf(header)
  if (stamp === undefined) return { verdict: "forged", reason: "timestamp_missing" }
  if (stamp > nowS + TOO_FAR_AHEAD_S) return { verdict: "forged", reason: "timestamp_in_future" }
  if (nowS - stamp > TOLERANCE_S) return { verdict: "forged", reason: "timestamp_too_old" }
  if (!secrets.some((secret) => isSigned(body, header, secret, now))) return { verdict: "forged", reason: "signature_wrong", mismatch: true }
  return { verdict: "genuine", key: idOf(body) }
}

/** Stripe's `evt_…`, the same on every repeat; a signed message without one is its own key. */
const idOf = (body: Buffer): string => /"id"\s*:\s*"(evt_[A-Za-z0-9_]+)"/.exec(body.toString())?.[1] ?? sha256(body)
