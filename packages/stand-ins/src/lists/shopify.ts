import type { Call, Reply } from "../http/route.ts"
import type { StandIn } from "../http/serve.ts"
import { objectOf, parseJson } from "../json.ts"
import { PAGE, type ProviderRecords } from "./records.ts"

const failure = (status: number, errors: string): Reply => ({ status, body: { errors }, problems: [{ code: String(status), message: errors }] })
const MOST = 250

/** Shopify's orders: a token in its own header, pages by the Link header, other filters forbidden on later pages, ids beyond 2^53. */
export const shopifyStandIn = ({ orders = [] }: NonNullable<ProviderRecords["shopify"]> = {}): StandIn => ({
  vendor: "shopify",
  routes: {
    "GET /admin/api/:version/orders.json": ({ headers, query, params, path }: Call): Reply => {
      if (!/^shpat_\w+$/.test(headers["x-shopify-access-token"] ?? "")) return failure(401, "[API] Invalid API key or access token")
      if (!/^20\d{2}-(01|04|07|10)$/.test(params["version"] ?? "")) return failure(404, "Not Found")
      const cursor = query.get("page_info")
      if (cursor !== null && (query.has("updated_at_min") || query.has("status"))) return failure(400, "page_info allows limit and fields only")
      const limit = Number(query.get("limit") ?? 50)
      if (!(limit >= 1 && limit <= MOST)) return failure(400, `limit is at most ${MOST}`)
      const [start, from] = cursor === null ? [0, Date.parse(query.get("updated_at_min") ?? "1970-01-01")] : [Number(cursor.split(".")[0]), Number(cursor.split(".")[1])]
      const found = orders.filter((text) => Date.parse(String(objectOf(parseJson(text))["updated_at"])) >= from)
      const link = start + PAGE < found.length ? { link: `<https://shop.myshopify.com${path}?limit=${limit}&page_info=${start + PAGE}.${from}>; rel="next"` } : {}
      // As text, so that no id is rounded here.
      return { status: 200, body: `{"orders":[${found.slice(start, start + PAGE).join(",")}]}`, headers: { "content-type": "application/json", ...link } }
    },
  },
  missing: () => failure(404, "Not Found"),
})
