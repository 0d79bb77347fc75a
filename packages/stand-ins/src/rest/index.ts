import type { Call, Reply } from "../http/route.ts"
import type { StandIn } from "../http/serve.ts"
import { isObject } from "../json.ts"
import type { Problem } from "../ledger.ts"

type Rule = (call: Call) => Problem[]
/** What any careful JSON API asks for. */
export const restRules: Record<string, Rule> = {
  authorization: ({ headers }) => (/^Bearer \S+$/.test(headers["authorization"] ?? "") ? [] : [{ code: "401", message: "A bearer token" }]),
  "idempotency key": ({ headers }) => (headers["idempotency-key"] ? [] : [{ code: "400", message: "An Idempotency-Key header" }]),
  "JSON object": ({ method, body, headers }) => (method === "DELETE" || (isObject(body) && headers["content-type"] === "application/json") ? [] : [{ code: "400", message: "A JSON object" }]),
}

const METHODS = new Set(["POST", "PUT", "PATCH", "DELETE"])
/** A CRM of nobody in particular, at any address. The same key with another body is refused; with the same body it is the same answer. */
export const restStandIn = (): StandIn => {
  const seen = new Map<string, string>()
  const write = (call: Call): Reply => {
    const [problem] = Object.values(restRules).flatMap((rule) => rule(call))
    if (problem !== undefined) return { status: Number(problem.code), body: { error: problem.message }, problems: [problem] }
    const key = `${call.method} ${call.path} ${call.headers["idempotency-key"]}`
    const before = seen.get(key)
    seen.set(key, call.text)
    if (before === undefined || before === call.text) return { status: call.method === "DELETE" ? 204 : 200, ...(call.method !== "DELETE" && { body: { ok: true } }) }
    return { status: 422, body: { error: "The key was used for another body" }, problems: [{ code: "422", message: "The key was used for another body" }] }
  }
  return { vendor: "rest", routes: {}, missing: (call) => (METHODS.has(call.method) ? write(call) : { status: 405, body: { error: "Method not allowed" } }) }
}
