import { sha256 } from "@tagwright/formats"
import type { ServerContext } from "../context.ts"
import { HttpError, jsonAnswer, type Answer, type Call } from "../http/answer.ts"
import type { Verification } from "../webhooks/occasion.ts"
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
  (context: ServerContext, onStored: () => void) =>
  async (call: Call, params: Record<string, string>): Promise<Answer> => {
    const { store, clock, secrets, metrics } = context
    const source = params["source"] ?? ""
    const known = context.webhooks.get(source)
    if (known === undefined) throw new HttpError(404, "webhook_not_in_plan")
    if (store.saturated || store.broken !== undefined) throw new HttpError(503, "busy", 1)
    const body = await call.body(WEBHOOK_CAP_BYTES)
    const now = clock.now()
    const headers = textHeaders(call.headers)
    const url = publicUrl(call, headers)
    const verdict = await known.provider.verify({ headers, body, url, method: call.method }, splitSecrets(secrets(known.webhook.secret)), now)
    if (verdict.verdict === "forged") {
      metrics.webhook(source, `forged_${verdict.reason}`)
      throw new HttpError(401, verdict.reason)
    }
    const kept = Object.fromEntries(Object.entries(headers).filter(([name]) => KEPT_HEADERS.test(name)))
    const { fresh } = await store.storeWebhook({ source, receivedAt: now, headers: kept, body, ...stateOf(verdict, body) })
    if (verdict.verdict === "unverifiable") {
      metrics.webhook(source, `quarantined_${verdict.reason}`)
      context.log.error({ webhook: source, reason: verdict.reason, secret: known.webhook.secret }, "cannot verify webhooks: mend the configuration; messages are kept and asked for again")
      throw new HttpError(503, verdict.reason, RETRY_LATER_S)
    }
    metrics.webhook(source, fresh ? "accepted" : "duplicate")
    if (fresh) onStored()
    return jsonAnswer(200, { received: true, duplicate: !fresh })
  }

const stateOf = (verdict: Exclude<Verification, { verdict: "forged" }>, body: Buffer): { state: "received" | "quarantined"; key: string; reason?: string } =>
  verdict.verdict === "genuine" ? { state: "received", key: verdict.key } : { state: "quarantined", key: `unverified:${sha256(body)}`, reason: verdict.reason }

/** HubSpot signs the address it called; behind a proxy that is not the one we see. */
const publicUrl = (call: Call, headers: Record<string, string>): string => {
  const proto = headers["x-forwarded-proto"] ?? "https"
  const host = headers["x-forwarded-host"] ?? headers["host"] ?? ""
  return `${proto}://${host}${call.path}${call.search === "" ? "" : `?${call.search}`}`
}
