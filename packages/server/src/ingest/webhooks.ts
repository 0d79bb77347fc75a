import { sha256 } from "@tagwright/formats"
import type { ServerContext } from "../context.ts"
import { HttpError, jsonAnswer, type Answer, type Call } from "../http/answer.ts"
import { OUR_CLOCK } from "../store/model.ts"
import { untimely } from "../webhooks/hmac.ts"
import type { Verification, WebhookProvider } from "../webhooks/occasion.ts"
import { splitSecrets } from "../webhooks/providers.ts"

/** The largest messages (a shop's orders) stay below 1 MB; Snowplow's collector draws the line at the same place. */
export const WEBHOOK_CAP_BYTES = 2 * 1024 * 1024
/** Our mistake takes a person to mend: providers retry for hours. */
const RETRY_LATER_S = 60
/** Headers that are kept: what a second look at the message needs. Cookies and addresses are not. */
const KEPT_HEADERS = /^(content-type|user-agent|webhook-.*|svix-.*|.*-signature.*|.*-hmac-.*|.*-topic|.*-event-id|.*-webhook-id|.*-delivery-id|.*-timestamp|paypal-.*)$/

const textHeaders = (headers: Call["headers"]): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])))

/** `POST /webhooks/:source`: verified on the raw bytes, durable before the 2xx, read afterwards. No outbound call stands in the way. */
export const receiveWebhook =
  (context: ServerContext, onStored: () => void) => {
  const trust = secretTrust()
  return async (call: Call, params: Record<string, string>): Promise<Answer> => {
    const { store, clock, secrets, metrics } = context
    const source = params["source"] ?? ""
    const known = context.webhooks.get(source)
    if (known === undefined) throw new HttpError(404, "webhook_not_in_plan")
    if (store.saturated || store.broken !== undefined) throw new HttpError(503, "busy", 1)
    const body = await call.body(WEBHOOK_CAP_BYTES)
    const now = clock.now()
    const headers = textHeaders(call.headers)
    const url = publicUrl(call, headers)
    const secret = secrets(known.webhook.secret)
    const found = await known.provider.verify({ headers, body, url, method: call.method }, splitSecrets(secret), now)
    if (found.verdict === "genuine" || found.verdict === "untimely") trust.proven(source, secret)
    const verdict = judge(found, { provider: known.provider, proven: trust.isProven(source, secret), skewMs: context.canaries.clockSkewMs(), now })
    if (verdict.verdict === "forged") {
      metrics.webhook(source, `forged_${verdict.reason}`)
      throw new HttpError(401, verdict.reason)
    }
    if (verdict.verdict === "unverifiable") context.log.error({ webhook: source, reason: verdict.reason, secret: known.webhook.secret }, verdict.reason === OUR_CLOCK ? "webhooks come at another time than this machine has: set its clock; messages are kept and asked for again" : "cannot verify webhooks: mend the configuration; messages are kept and asked for again")
    if (verdict.verdict === "unverifiable" && trust.quarantined(source) > MOST_QUARANTINED) throw new HttpError(503, verdict.reason, RETRY_LATER_S)
    const kept = Object.fromEntries(Object.entries(headers).filter(([name]) => KEPT_HEADERS.test(name)))
    const { fresh } = await store.storeWebhook({ source, receivedAt: now, headers: kept, body, ...stateOf(verdict, body) })
    if (verdict.verdict === "unverifiable") {
      metrics.webhook(source, `quarantined_${verdict.reason}`)
      throw new HttpError(503, verdict.reason, RETRY_LATER_S)
    }
    metrics.webhook(source, fresh ? "accepted" : "duplicate")
    if (fresh) onStored()
    return jsonAnswer(200, { received: true, duplicate: !fresh })
  }
}

/**
 * A signature that does not match proves a forgery only when our secret has matched before: until then the mistake may be
 * ours, the message is kept and asked for again. Who answers a refusal with silence for ever is never refused for a mismatch.
 */
const judge = (found: Verification, { provider, proven, skewMs, now }: Circumstances): Verdict => {
  const isFinal = provider.refusalsAreFinal === true
  if (found.verdict === "untimely") {
    if (isOurClock(found, skewMs, now)) return { verdict: "unverifiable", reason: OUR_CLOCK, key: found.key }
    return isFinal ? { verdict: "unverifiable", reason: found.reason, key: found.key } : { verdict: "forged", reason: found.reason }
  }
  return found.verdict === "forged" && found.mismatch === true && (!proven || isFinal) ? { verdict: "unverifiable", reason: "signature_wrong_or_secret_wrong" } : found
}
interface Circumstances {
  provider: WebhookProvider
  /** Our secret has matched before */
  proven: boolean
  /** How far our clock is ahead of the vendors'; undefined: nobody said */
  skewMs: number | undefined
  now: number
}
type Verdict = Exclude<Verification, { verdict: "untimely" | "unverifiable" }> | { verdict: "unverifiable"; reason: string; key?: string }

/**
 * The signature is right: the sender wrote this, at that time. One from the future cannot be a replay, so that our clock is behind.
 * One from the past is late or replayed if the vendors' clocks agree with ours; it is ours that is wrong where their difference
 * explains it, and may be where we know of none. What we keep then is no risk: it counts when it is sent again in time, or when
 * somebody reads it again by hand, and either way once.
 */
const isOurClock = ({ reason, stamp, oldestMs }: Extract<Verification, { verdict: "untimely" }>, skewMs: number | undefined, now: number): boolean =>
  reason === "timestamp_in_future" || skewMs === undefined || untimely(stamp, now - skewMs, oldestMs) === undefined

/** Anybody may send what we cannot verify: past this many kept, a source is only asked to come again. */
const MOST_QUARANTINED = 1_000

/** Which secrets have verified a message since the start; a changed secret has to prove itself anew. */
const secretTrust = () => {
  const secretsProven = new Map<string, string | undefined>()
  const kept = new Map<string, number>()
  return {
    proven: (source: string, secret: string | undefined): void => {
      secretsProven.set(source, secret)
      kept.delete(source)
    },
    isProven: (source: string, secret: string | undefined): boolean => secret !== undefined && secretsProven.get(source) === secret,
    /** Counts one more, and says how many there are */
    quarantined: (source: string): number => {
      const count = (kept.get(source) ?? 0) + 1
      kept.set(source, count)
      return count
    },
  }
}

const stateOf = (verdict: Exclude<Verdict, { verdict: "forged" }>, body: Buffer): { state: "received" | "quarantined"; key: string; reason?: string } =>
  verdict.verdict === "genuine" ? { state: "received", key: verdict.key } : { state: "quarantined", key: verdict.key ?? `unverified:${sha256(body)}`, reason: verdict.reason }

/** HubSpot signs the address it called; behind a proxy that is not the one we see. */
const publicUrl = (call: Call, headers: Record<string, string>): string => {
  const proto = headers["x-forwarded-proto"] ?? "https"
  const host = headers["x-forwarded-host"] ?? headers["host"] ?? ""
  return `${proto}://${host}${call.path}${call.search === "" ? "" : `?${call.search}`}`
}
