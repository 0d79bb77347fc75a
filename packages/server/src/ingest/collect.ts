import { HttpError, jsonAnswer, type Answer, type Call } from "../http/answer.ts"
import type { Cors } from "../http/cors.ts"
import type { ServerContext } from "../context.ts"
import { answerOf, judgeBatch } from "./judge.ts"
import { deviceOf } from "./device.ts"
import { edgesOf } from "../identity/edges.ts"
import { leadOfLink } from "../identity/signed-link.ts"
import { identityCookies } from "./identity-cookies.ts"
import { parseBatch } from "./parse-batch.ts"

/** A batch of 20 events is about 15 kB; sendBeacon itself stops at 64 kB. */
export const COLLECT_CAP_BYTES = 256 * 1024
const RETRY_SOON_S = 1

/**
 * `POST /collect`: judged, stored, answered, in this order. 200 means durable.
 * The identity cookies are only prolonged, never invented: whether a visitor may have them was decided in the page.
 */
export const collect =
  ({ runtime, store, clock, secrets, signals, metrics, canaries }: ServerContext, cors: Cors) =>
  async (call: Call): Promise<Answer> => {
    const headers = cors(call)
    if (store.saturated || store.broken !== undefined) throw new HttpError(503, "busy", RETRY_SOON_S)
    const batch = parseBatch(await call.body(COLLECT_CAP_BYTES))
    const canary = canaries.recognise(batch)
    if (canary !== undefined) {
      await store.append({ events: [canary], quarantined: [] })
      signals.work(new Set(canaries.destinations))
      return jsonAnswer(200, { results: [{ id: canary.id, verdict: "accepted" }] }, headers)
    }
    const judged = judgeBatch(runtime, batch, { now: clock.now(), privacyControl: call.headers["sec-gpc"] === "1", device: deviceOf(call.headers) })
    const { cookies, leadId } = identityCookies(call.headers, batch.shared.lead_id, runtime.plan.identity)
    const key = runtime.plan.identity.links === undefined ? undefined : secrets(runtime.plan.identity.links)?.trim()
    const linked = key && batch.shared.link ? leadOfLink(key, batch.shared.link, clock.now()) : undefined
    const edges = edgesOf(runtime.plan, judged, leadId, linked)
    const stored = await store.append({ events: judged.events, quarantined: judged.quarantined, person: judged.person, edges })
    signals.stored(judged.events, stored)
    metrics.collected(judged, stored)
    return jsonAnswer(200, { ...answerOf(judged, stored), ...(leadId !== undefined && { lead_id: leadId }) }, cookies.length === 0 ? headers : { ...headers, "set-cookie": cookies })
  }
