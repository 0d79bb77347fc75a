import { listAt, needText, objectAt, parseLossless, textAt, type Json } from "../webhooks/lossless.ts"
import { ask, type Happening, type ListWorld, type ProviderList } from "./provider.ts"

const KEY = "PADDLE_API_KEY"
/** `per_page` of "List transactions" and "List adjustments": at most so many; whoever asks for more gets these (read November 2026). */
const PAGES = { transactions: 30, adjustments: 50 } as const
/** Each page names the next; a list that never ends is a mistake. */
const MOST_PAGES = 1_000

async function* pages(world: ListWorld, path: keyof typeof PAGES, query: Record<string, string>): AsyncGenerator<Json> {
  let url: string | undefined = `${world.baseUrl}/${path}?${new URLSearchParams({ ...query, per_page: String(PAGES[path]) })}`
  for (let page = 0; url !== undefined && page < MOST_PAGES; page++) {
    const answer = objectAt(parseLossless(await (await ask(world, url, { headers: { authorization: `Bearer ${world.secret(KEY)}` } })).text()))
    yield* listAt(answer, "data")
    const { has_more, next }: Json = objectAt(answer, "meta", "pagination")
    // The address of the next page comes from the answer: only its query is taken.
    url = has_more === true && typeof next === "string" && URL.canParse(next) ? `${world.baseUrl}/${path}${new URL(next).search}` : undefined
  }
}

const happening = (type: string, data: Json, at: string): Happening => {
  const id = needText(data, "id")
  return { id, keys: [id], message: { body: JSON.stringify({ event_id: `evt_reconciled_${id}`, event_type: type, occurred_at: at, data }) } }
}

/** Completed transactions and approved adjustments. */
export const paddleList: ProviderList = {
  needs: [KEY],
  defaultUrl: "https://api.paddle.com",
  async *list(since, world) {
    const from = new Date(since).toISOString()
    for await (const transaction of pages(world, "transactions", { status: "completed", "updated_at[GTE]": from })) yield happening("transaction.completed", transaction, textAt(transaction, "billed_at") ?? needText(transaction, "created_at"))
    for await (const adjustment of pages(world, "adjustments", { status: "approved" }))
      if (Date.parse(needText(adjustment, "created_at")) >= since && ["refund", "chargeback"].includes(needText(adjustment, "action"))) yield happening("adjustment.updated", adjustment, needText(adjustment, "created_at"))
  },
}
