import type { Call, Handler, Reply } from "../http/route.ts"
import type { StandIn } from "../http/serve.ts"
import { PAGE, type ProviderRecords } from "./records.ts"

const failure = (status: number, title: string): Reply => ({ status, body: { status, title, detail: title }, problems: [{ code: String(status), message: title }] })

/** Mollie's payments, listed newest first and read by id; refunds and chargebacks only where they are asked for. */
export const mollieStandIn = ({ payments = [] }: NonNullable<ProviderRecords["mollie"]> = {}): StandIn => {
  const guarded =
    (handler: Handler): Handler =>
    (call) =>
      /^Bearer (test|live)_\w+$/.test(call.headers["authorization"] ?? "") ? handler(call) : failure(401, "Unauthorized Request")
  const shown = (payment: Record<string, unknown>, query: URLSearchParams): unknown => (query.get("embed")?.includes("refunds") === true ? payment : { ...payment, _embedded: undefined })
  const list = ({ query }: Call): Reply => {
    const limit = Number(query.get("limit") ?? 50)
    if (!Number.isInteger(limit) || limit < 1 || limit > 250) return failure(400, "Bad Request")
    const start = Math.max(0, payments.findIndex(({ id }) => id === query.get("from")))
    const following = payments[start + PAGE]?.["id"]
    const next = new URLSearchParams(query)
    next.set("from", String(following))
    return { status: 200, body: { count: PAGE, _embedded: { payments: payments.slice(start, start + PAGE).map((one) => shown(one, query)) }, _links: { next: following === undefined ? null : { href: `https://api.mollie.com/v2/payments?${next}` } } } }
  }
  const read = ({ params, query }: Call): Reply => {
    const found = payments.find(({ id }) => id === params["id"])
    return found === undefined ? failure(404, "Not Found") : { status: 200, body: shown(found, query) }
  }
  return { vendor: "mollie", routes: { "GET /v2/payments": guarded(list), "GET /v2/payments/:id": guarded(read) }, missing: () => failure(404, "Not Found") }
}
