import { listAt, needText, objectAt, type Json } from "../webhooks/lossless.ts"
import { ask, WEBHOOK_SECRET, type ListWorld, type ProviderList } from "./provider.ts"

/** "List payments": at most 250 per page. */
const PAGE = 250
const MOST_PAGES = 1_000

/** Newest first. */
async function* payments(world: ListWorld): AsyncGenerator<Json> {
  let search: string | undefined = `?limit=${PAGE}&embed=refunds,chargebacks`
  for (let page = 0; search !== undefined && page < MOST_PAGES; page++) {
    const answer = objectAt(await (await ask(world, `${world.baseUrl}/v2/payments${search}`, { headers: { authorization: `Bearer ${world.secret(WEBHOOK_SECRET)}` } })).json())
    yield* listAt(objectAt(answer, "_embedded"), "payments")
    const next: unknown = objectAt(answer, "_links", "next")["href"]
    search = typeof next === "string" && URL.canParse(next) ? new URL(next).search : undefined
  }
}

/** Payments that are paid, with their refunds and chargebacks; Mollie's message names the payment, which is then read again. */
export const mollieList: ProviderList = {
  needs: [WEBHOOK_SECRET],
  defaultUrl: "https://api.mollie.com",
  async *list(since, world) {
    for await (const payment of payments(world)) {
      if (Date.parse(needText(payment, "createdAt")) < since) return
      if (payment["status"] !== "paid") continue
      const id = needText(payment, "id")
      const embedded = objectAt(payment, "_embedded")
      const back = [...listAt(embedded, "refunds").filter((refund) => refund["status"] !== "failed" && refund["status"] !== "canceled"), ...listAt(embedded, "chargebacks")].map((one) => needText(one, "id"))
      for (const key of [id, ...back]) yield { id: key, keys: [key], message: { body: `id=${id}` } }
    }
  },
}
