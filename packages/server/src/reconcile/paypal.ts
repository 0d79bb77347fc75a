import { listAt, needText, objectAt, parseLossless, textAt, type Json } from "../webhooks/lossless.ts"
import { ask, type Happening, type ListWorld, type ProviderList } from "./provider.ts"

const [CLIENT, SECRET] = ["PAYPAL_CLIENT_ID", "PAYPAL_CLIENT_SECRET"]
const DAY_MS = 86_400_000
/** `reporting_transactions_v1.json` of PayPal's own OpenAPI documents: a range of at most 31 days, at most 500 per page, pages from 1. */
const RANGE_MS = 31 * DAY_MS
const PAGE = 500
const MOST_PAGES = 1_000

const tokenOf = async (world: ListWorld): Promise<string> => {
  const credentials = Buffer.from(`${world.secret(CLIENT)}:${world.secret(SECRET)}`).toString("base64")
  const answer = await ask(world, `${world.baseUrl}/v1/oauth2/token`, { method: "POST", headers: { authorization: `Basic ${credentials}`, "content-type": "application/x-www-form-urlencoded" }, body: "grant_type=client_credentials" })
  return needText(objectAt(await answer.json()), "access_token")
}

async function* transactions(world: ListWorld, token: string, from: number, to: number): AsyncGenerator<Json> {
  const query = { start_date: new Date(from).toISOString(), end_date: new Date(to).toISOString(), fields: "transaction_info", transaction_status: "S", page_size: String(PAGE) }
  for (let page = 1, last = 1; page <= last && page <= MOST_PAGES; page++) {
    const answer = objectAt(parseLossless(await (await ask(world, `${world.baseUrl}/v1/reporting/transactions?${new URLSearchParams({ ...query, page: String(page) })}`, { headers: { authorization: `Bearer ${token}` } })).text()))
    yield* listAt(answer, "transaction_details").map((one) => objectAt(one, "transaction_info"))
    last = Number(answer["total_pages"] ?? 1)
  }
}

/** "Transaction event codes": T00 payments, T1107 refunds, T1106 and T1201 reversals and chargebacks. Money that a dispute only holds (T1110, T1111) is neither. */
const isPayment = (code: string): boolean => code.startsWith("T00")
const BACK = new Set(["T1106", "T1107", "T1201"])

const happeningOf = (info: Json): Happening | undefined => {
  const [id, code, at] = [needText(info, "transaction_id"), needText(info, "transaction_event_code"), needText(info, "transaction_initiation_date")]
  const money = objectAt(info, "transaction_amount")
  const value = needText(money, "value")
  const base = { id, amount: { value: value.replace(/^-/, ""), currency_code: needText(money, "currency_code") }, custom_id: textAt(info, "custom_field"), invoice_id: textAt(info, "invoice_id") }
  const message = (type: string, resource: object): Happening => ({ id, keys: [id], message: { body: JSON.stringify({ id: `WH-reconciled-${id}`, event_type: type, create_time: at, resource }) } })
  // Any code may be a credit or a debit: what we paid ourselves is negative, and what came back of it is positive.
  const isDebit = value.startsWith("-")
  if (isPayment(code)) return isDebit ? undefined : message("PAYMENT.CAPTURE.COMPLETED", base)
  if (!BACK.has(code) || !isDebit) return undefined
  return message("PAYMENT.CAPTURE.REFUNDED", { ...base, sale_id: textAt(info, "paypal_reference_id") })
}

/** Everything that succeeded in the account. PayPal's list is some hours behind. */
export const paypalList: ProviderList = {
  needs: [CLIENT, SECRET],
  defaultUrl: "https://api-m.paypal.com",
  async *list(since, world) {
    const token = await tokenOf(world)
    for (let from = since; from < world.now; from += RANGE_MS)
      for await (const info of transactions(world, token, from, Math.min(from + RANGE_MS, world.now))) {
        const found = happeningOf(info)
        if (found !== undefined) yield found
      }
  },
}
