import { createHmac, timingSafeEqual } from "node:crypto"
import type { Call, Reply } from "../http/route.ts"
import type { StandIn } from "../http/serve.ts"
import { isObject } from "../json.ts"
import type { Problem } from "../ledger.ts"

/** Standard Webhooks: messages further from now than this are refused. */
const TOLERANCE_MS = 300_000

type Rule = (call: Call, secret: string, now: number) => Problem[]
const problem = (code: string, message: string): Problem[] => [{ code, message }]
const signatureOf = ({ headers, text }: Call, secret: string): string =>
  createHmac("sha256", Buffer.from(secret.replace(/^whsec_/, ""), "base64"))
    .update(`${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${text}`)
    .digest("base64")
const isEqual = (a: string, b: string): boolean => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))

/** The specification of Standard Webhooks, computed here without its library. */
export const webhookRules: Record<string, Rule> = {
  "message id": ({ headers }) => (headers["webhook-id"] ? [] : problem("id", "webhook-id is required")),
  timestamp: ({ headers }, _secret, now) => (Math.abs(Number(headers["webhook-timestamp"]) * 1000 - now) <= TOLERANCE_MS ? [] : problem("timestamp", "webhook-timestamp is seconds, within five minutes")),
  signature: (call, secret) => ((call.headers["webhook-signature"] ?? "").split(" ").some((one) => isEqual(one, `v1,${signatureOf(call, secret)}`)) ? [] : problem("signature", "webhook-signature does not match")),
  envelope: ({ body }) => (isObject(body) && typeof body["type"] === "string" && !Number.isNaN(Date.parse(String(body["timestamp"]))) && isObject(body["data"]) ? [] : problem("envelope", "type, timestamp and data")),
}

/** A receiver of Standard Webhooks, at any address. */
export const webhookStandIn = (secret: string, clock: () => number): StandIn => ({
  vendor: "webhook",
  routes: {},
  missing: (call): Reply => {
    if (call.method !== "POST") return { status: 405 }
    const problems = Object.values(webhookRules).flatMap((rule) => rule(call, secret, clock()))
    return problems.length === 0 ? { status: 204 } : { status: 401, body: { error: problems[0]?.message }, problems }
  },
})
