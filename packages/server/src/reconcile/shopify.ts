import { listAt, needText, objectAt, parseLossless, type Json } from "../webhooks/lossless.ts"
import { ask, type ListWorld, type ProviderList } from "./provider.ts"

const [TOKEN, SHOP] = ["SHOPIFY_ADMIN_TOKEN", "SHOPIFY_SHOP"]
/** Each version lives a year; the contract check of a release looks at this. */
export const SHOPIFY_VERSION = "2026-10"
/** "Orders": at most 250 per page. */
const PAGE = 250
const MOST_PAGES = 1_000

/** `<https://…?page_info=…>; rel="next"` (RFC 8288); only the query is taken from it. */
const nextOf = (link: string | null): string | undefined => {
  const url = /<([^>]+)>;\s*rel="?next"?/.exec(link ?? "")?.[1]
  return url !== undefined && URL.canParse(url) ? new URL(url).search : undefined
}

async function* orders(world: ListWorld, base: string, since: number): AsyncGenerator<Json> {
  let search: string | undefined = `?${new URLSearchParams({ status: "any", updated_at_min: new Date(since).toISOString(), limit: String(PAGE) })}`
  for (let page = 0; search !== undefined && page < MOST_PAGES; page++) {
    const answer = await ask(world, `${base}/admin/api/${SHOPIFY_VERSION}/orders.json${search}`, { headers: { "x-shopify-access-token": world.secret(TOKEN) } })
    yield* listAt(objectAt(parseLossless(await answer.text())), "orders")
    search = nextOf(answer.headers.get("link"))
  }
}

/** The shop has, or had, the money. */
const PAID = new Set(["paid", "partially_refunded", "refunded"])

/** Paid orders and their refunds. The shop's own host is asked: `name.myshopify.com` in SHOPIFY_SHOP. */
export const shopifyList: ProviderList = {
  needs: [TOKEN, SHOP],
  defaultUrl: "",
  async *list(since, world) {
    const base = world.baseUrl === "" ? `https://${world.secret(SHOP)}` : world.baseUrl
    for await (const order of orders(world, base, since)) {
      if (!PAID.has(needText(order, "financial_status"))) continue
      const id = needText(order, "id")
      yield { id, keys: [`order:${id}`], message: { headers: { "x-shopify-topic": "orders/paid" }, body: JSON.stringify(order) } }
      for (const refund of listAt(order, "refunds")) yield { id: needText(refund, "id"), keys: [`refund:${needText(refund, "id")}`], message: { headers: { "x-shopify-topic": "refunds/create" }, body: JSON.stringify({ order_id: id, ...refund }) } }
    }
  },
}
