import type { Call, Reply } from "../http/route.ts"
import type { StandIn } from "../http/serve.ts"
import type { Json } from "../json.ts"
import { PAGE, type ProviderRecords } from "./records.ts"

const failure = (status: number, code: string): Reply => ({ status, body: { error: { type: "request_error", code, detail: code } }, problems: [{ code, message: code }] })
const MOST = { transactions: 30, adjustments: 50 } as const

/** Paddle's lists of transactions and adjustments: bearer key, filters by status and time, a page at a time by `after`. */
export const paddleStandIn = (records: ProviderRecords["paddle"] = {}): StandIn => {
  const list =
    (path: keyof typeof MOST, all: readonly Json[]) =>
    ({ headers, query }: Call): Reply => {
      if (!/^Bearer pdl_\w+$/.test(headers["authorization"] ?? "")) return failure(403, "authentication_missing")
      const size = Number(query.get("per_page") ?? 0)
      if (!Number.isInteger(size) || size < 1 || size > MOST[path]) return failure(400, "bad_request")
      const from = query.get("updated_at[GTE]")
      const found = all.filter((one) => one["status"] === query.get("status") && (from === null || Date.parse(String(one["updated_at"])) >= Date.parse(from)))
      const start = found.findIndex(({ id }) => id === query.get("after")) + 1
      const page = found.slice(start, start + PAGE)
      const next = new URLSearchParams(query)
      next.set("after", String(page.at(-1)?.["id"]))
      return { status: 200, body: { data: page, meta: { pagination: { per_page: PAGE, has_more: start + PAGE < found.length, next: `https://api.paddle.com/${path}?${next}` } } } }
    }
  return { vendor: "paddle", routes: { "GET /transactions": list("transactions", records.transactions ?? []), "GET /adjustments": list("adjustments", records.adjustments ?? []) }, missing: () => failure(404, "not_found") }
}
