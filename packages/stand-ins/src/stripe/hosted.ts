import type { Call, Reply } from "../http/route.ts"
import type { StandIn } from "../http/serve.ts"
import { objectOf } from "../json.ts"
import type { Problem } from "../ledger.ts"
import type { MethodName } from "./objects.ts"
import { methods } from "./objects.ts"
import { gonePage, payPage } from "./page.ts"
import { pay, type Shop } from "./shop.ts"

export interface Buyer {
  email: string
  name: string
}

/** Stripe, "Payment Links, URL parameters": letters, digits, dashes, underscores, at most 200; anything else is dropped in silence. */
const reference = /^[A-Za-z0-9_-]{1,200}$/
const dropped: Problem = { code: "client_reference_id", path: "client_reference_id", message: "Not letters, digits, - and _ (at most 200): Stripe drops it, and the payment has no owner" }

const gone = (): Reply => ({ status: 404, body: gonePage() })
const isMethod = (value: unknown): value is MethodName => typeof value === "string" && Object.hasOwn(methods, value)
const textOf = (value: unknown, otherwise: string): string => (typeof value === "string" && value !== "" ? value : otherwise)
const referenceOf = (value: unknown): { id: string | undefined; problems: Problem[] } => {
  if (typeof value !== "string") return { id: undefined, problems: [] }
  return reference.test(value) ? { id: value, problems: [] } : { id: undefined, problems: [dropped] }
}

const open = (shop: Shop, shopName: string, buyer: Buyer, { params: { link: linkId = "" }, query }: Call): Reply => {
  const link = shop.links[linkId]
  if (!link) return gone()
  const { id, problems } = referenceOf(query.get("client_reference_id") ?? undefined)
  return { status: 200, body: payPage(link, { shopName, email: query.get("prefilled_email") ?? buyer.email, name: buyer.name, clientReferenceId: id }), problems }
}

/** Like Stripe, waits for the first answer of the webhook before it sends the buyer back. */
const submit = async (shop: Shop, buyer: Buyer, { params: { link: linkId = "" }, body, query }: Call): Promise<Reply> => {
  const link = shop.links[linkId]
  const form = objectOf(body)
  if (!link) return gone()
  if (!isMethod(form["method"])) return { status: 400, body: gonePage(), problems: [{ code: "method", path: "method", message: "card or voucher" }] }
  const { id, problems } = referenceOf(form["client_reference_id"] ?? query.get("client_reference_id") ?? undefined)
  const payment = await pay(shop, { linkId, link, method: form["method"], clientReferenceId: id, email: textOf(form["email"], buyer.email), name: textOf(form["name"], buyer.name) })
  return { status: 303, headers: { location: payment.session.success_url ?? shop.maker.siteUrl }, problems }
}

/** What stands at buy.stripe.com. */
export const hostedPages = (shop: Shop, shopName: string, buyer: Buyer): StandIn => ({
  vendor: "pay",
  routes: { "GET /:link": (call) => open(shop, shopName, buyer, call), "POST /:link": (call) => submit(shop, buyer, call) },
  missing: gone,
})
