import type { Call, Reply } from "../http/route.ts"
import type { StandIn } from "../http/serve.ts"
import { listOf, objectOf, parseJson } from "../json.ts"
import type { Problem } from "../ledger.ts"
import { judgeMeta } from "./rules.ts"

const tokenOf = ({ query, headers, body }: Call): unknown => query.get("access_token") ?? headers["authorization"]?.replace(/^(Bearer|OAuth) /, "") ?? objectOf(body)["access_token"]

/** Form posts carry the events as JSON text. */
const dataOf = (body: unknown): unknown => {
  const { data } = objectOf(body)
  return typeof data === "string" ? parseJson(data) : data
}

const noToken = (): Reply => ({
  status: 400,
  body: { error: { message: "An access token is required to request this resource.", type: "OAuthException", code: 104, fbtrace_id: "stand-in" } },
  problems: [{ code: "104", path: "access_token", message: "No access token" }],
})

const refuse = (problems: Problem[]): Reply => ({
  status: 400,
  body: {
    error: {
      message: "Invalid parameter",
      type: "OAuthException",
      code: 100,
      is_transient: false,
      error_user_title: "Invalid parameter",
      error_user_msg: problems.map(({ path, message }) => `${path}: ${message}`).join("; "),
      fbtrace_id: "stand-in",
    },
  },
  problems,
})

/** Meta's Conversions API. */
export const metaStandIn = (clock: () => number): StandIn => ({
  vendor: "meta",
  routes: {
    // Graph API, "Ads Pixel": reading a field proves that the token may see the pixel.
    "GET /:version/:pixel": (call) => (tokenOf(call) ? { status: 200, body: { id: call.params["pixel"] } } : noToken()),
    "POST /:version/:pixel/events": (call) => {
      if (!tokenOf(call)) return noToken()
      const data = dataOf(call.body)
      const problems = judgeMeta(data, clock())
      return problems.length > 0 ? refuse(problems) : { status: 200, body: { events_received: listOf(data).length, messages: [], fbtrace_id: "stand-in" } }
    },
  },
  missing: () => ({ status: 404, body: { error: { message: "Unknown path components", type: "OAuthException", code: 2500, fbtrace_id: "stand-in" } } }),
  faulty: (status) => ({ status, body: { error: { message: "Service temporarily unavailable", type: "OAuthException", code: 2, is_transient: true, fbtrace_id: "stand-in" } } }),
})
