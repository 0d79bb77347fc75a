import type { Handler, Reply, Routes } from "../http/route.ts"
import type { StandIn } from "../http/serve.ts"
import type { Shop } from "./shop.ts"

interface Listed {
  id: string
  created: number
  payment_intent?: unknown
  customer?: unknown
  type?: string
}
/** Stripe, "Pagination": 10 unless asked for, at most 100. */
const usual = 10
const most = 100

const failure = (status: number, message: string, code?: string): Reply => ({
  status,
  body: { error: { message, type: "invalid_request_error", ...(code && { code }) } },
  problems: [{ code: code ?? "invalid_request", message }],
})

const isWithin = (query: URLSearchParams, created: number): boolean => {
  const limit = (operator: string) => {
    const text = query.get(`created[${operator}]`)
    return text === null ? undefined : Number(text)
  }
  const [gt, gte, lt, lte] = [limit("gt"), limit("gte"), limit("lt"), limit("lte")]
  return !(gt !== undefined && created <= gt) && !(gte !== undefined && created < gte) && !(lt !== undefined && created >= lt) && !(lte !== undefined && created > lte)
}
const isAsked = (query: URLSearchParams, one: Listed): boolean =>
  isWithin(query, one.created) &&
  (query.get("payment_intent") ?? one.payment_intent) === one.payment_intent &&
  (query.get("customer") ?? one.customer) === one.customer &&
  (query.get("type") ?? one.type) === one.type

/** Newest first, a page at a time. */
const list = (url: string, all: readonly Listed[], query: URLSearchParams): Reply => {
  const limit = Number(query.get("limit") ?? usual)
  if (!Number.isInteger(limit) || limit < 1 || limit > most) return failure(400, `Invalid integer: limit is 1 to ${most}`, "parameter_invalid_integer")
  const asked = all.toReversed().filter((one) => isAsked(query, one))
  const after = query.get("starting_after")
  const start = after === null ? 0 : asked.findIndex(({ id }) => id === after) + 1
  if (after !== null && start === 0) return failure(400, `No such object: '${after}'`, "resource_missing")
  return { status: 200, body: { object: "list", url, has_more: asked.length > start + limit, data: asked.slice(start, start + limit) } }
}

const resource = (url: string, all: () => readonly Listed[]): Routes => ({
  [`GET ${url}`]: ({ query }) => list(url, all(), query),
  [`GET ${url}/:id`]: ({ params: { id = "" } }) => {
    const found = all().find((one) => one.id === id)
    return found ? { status: 200, body: found } : failure(404, `No such object: '${id}'`, "resource_missing")
  },
})

const guarded =
  (handler: Handler): Handler =>
  (call) =>
    /^Bearer (sk|rk)_test_\w+$/.test(call.headers["authorization"] ?? "")
      ? handler(call)
      : failure(401, call.headers["authorization"] ? "Invalid API Key provided" : "You did not provide an API key.")

/** The part of Stripe's API that a reconciliation reads: sessions, payment intents, charges, refunds, events. */
export const stripeApi = ({ payments, sender }: Shop): StandIn => {
  const routes: Routes = {
    "GET /v1/checkout/sessions/:id/line_items": ({ params: { id = "" } }) => {
      const found = payments.find(({ session }) => session.id === id)
      if (!found) return failure(404, `No such checkout session: '${id}'`, "resource_missing")
      return { status: 200, body: { object: "list", url: `/v1/checkout/sessions/${id}/line_items`, has_more: false, data: [found.lineItem] } }
    },
    ...resource("/v1/checkout/sessions", () => payments.map(({ session }) => session)),
    ...resource("/v1/payment_intents", () => payments.map(({ intent }) => intent)),
    ...resource("/v1/charges", () => payments.flatMap(({ charge }) => (charge ? [charge] : []))),
    ...resource("/v1/refunds", () => payments.flatMap(({ refunds }) => refunds)),
    // The stand-in sells no subscriptions.
    ...resource("/v1/invoices", () => []),
    ...resource("/v1/events", () => sender.events),
  }
  return {
    vendor: "stripe",
    routes: Object.fromEntries(Object.entries(routes).map(([route, handler]) => [route, guarded(handler)])),
    missing: ({ method, path }) => failure(404, `Unrecognized request URL (${method}: ${path}).`),
    faulty: (status) => ({ status, body: { error: { message: status === 429 ? "Too many requests" : "An error occurred", type: "api_error" } } }),
  }
}
