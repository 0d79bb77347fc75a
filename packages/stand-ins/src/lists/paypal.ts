import type { Call, Reply } from "../http/route.ts"
import type { StandIn } from "../http/serve.ts"
import { objectOf } from "../json.ts"
import { PAGE, type ProviderRecords } from "./records.ts"

const DAY_MS = 86_400_000
const failure = (status: number, name: string): Reply => ({ status, body: { name, message: name }, problems: [{ code: name, message: name }] })
const TOKEN = "A21AA-stand-in"

/** PayPal's transaction search: a token for client id and secret, ranges of at most 31 days, pages by number. */
export const paypalStandIn = ({ transactions = [] }: NonNullable<ProviderRecords["paypal"]> = {}): StandIn => ({
  vendor: "paypal",
  routes: {
    "POST /v1/oauth2/token": ({ headers, body }) => {
      const [id, secret] = Buffer.from((headers["authorization"] ?? "").replace(/^Basic /, ""), "base64").toString().split(":")
      return id && secret && objectOf(body)["grant_type"] === "client_credentials" ? { status: 200, body: { access_token: TOKEN, token_type: "Bearer", expires_in: 32_400 } } : failure(401, "invalid_client")
    },
    "GET /v1/reporting/transactions": ({ headers, query }: Call): Reply => {
      if (headers["authorization"] !== `Bearer ${TOKEN}`) return failure(401, "AUTHENTICATION_FAILURE")
      const [from, to, size, page] = [Date.parse(query.get("start_date") ?? ""), Date.parse(query.get("end_date") ?? ""), Number(query.get("page_size")), Number(query.get("page") ?? 1)]
      if (!(to - from >= 0 && to - from <= 31 * DAY_MS)) return failure(400, "INVALID_REQUEST")
      if (!(size >= 1 && size <= 500 && page >= 1)) return failure(400, "INVALID_PAGE_SIZE")
      const found = transactions.filter((one) => {
        const at = Date.parse(String(one["transaction_initiation_date"]))
        return at >= from && at < to && (query.get("transaction_status") ?? one["transaction_status"]) === one["transaction_status"]
      })
      return { status: 200, body: { transaction_details: found.slice((page - 1) * PAGE, page * PAGE).map((one) => ({ transaction_info: one })), page, total_items: found.length, total_pages: Math.ceil(found.length / PAGE) } }
    },
  },
  missing: () => failure(404, "RESOURCE_NOT_FOUND"),
})
