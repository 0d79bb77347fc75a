import type { ResolvedDestination, ServerPlan } from "@tagwright/formats"
import type { DeliveryInput } from "../destination.ts"
import { hashed, personalOfType } from "../identifiers.ts"

export type TikTok = Extract<ResolvedDestination, { type: "tiktok" }>

/** An event of TikTok's Events API 2.0. */
export interface TikTokEvent {
  event: string
  /** Seconds since 1970 */
  event_time: number
  event_id: string
  user: { email?: string; phone?: string; external_id?: string; ttclid?: string }
  page?: { url: string; referrer?: string }
  properties: Record<string, unknown>
}

/** GA4's recommended names in TikTok's words ("Supported standard events"). */
const NAMES: Record<string, string> = {
  purchase: "Purchase",
  generate_lead: "Lead",
  lead_submit: "Lead",
  begin_checkout: "InitiateCheckout",
  checkout_start: "InitiateCheckout",
  add_payment_info: "AddPaymentInfo",
  add_to_cart: "AddToCart",
  sign_up: "CompleteRegistration",
  search: "Search",
  view_item: "ViewContent",
}

const userOf = ({ event, person, personal }: DeliveryInput, plan: ServerPlan): TikTokEvent["user"] => {
  const [email, phone] = [personalOfType(plan, personal, "email"), personalOfType(plan, personal, "phone")]
  const hashedPhone = phone === undefined ? undefined : hashed.tiktok.phone(phone)
  const ttclid = person?.lastTouch?.params["ttclid"] ?? person?.firstTouch?.params["ttclid"]
  return {
    ...(email !== undefined && { email: hashed.tiktok.email(email) }),
    ...(hashedPhone !== undefined && { phone: hashedPhone }),
    ...(event.leadId !== undefined && { external_id: hashed.text(event.leadId) }),
    ...(ttclid !== undefined && { ttclid }),
  }
}

/** Why an event cannot go, as a code, or the event. The id is the same as the pixel's `event_id`: TikTok keeps one of the two. */
export const composeTikTok = (input: DeliveryInput, plan: ServerPlan, destination: TikTok): TikTokEvent | string => {
  const { event } = input
  const user = userOf(input, plan)
  if (Object.keys(user).length === 0) return "nobody_to_match"
  const { items, transaction_id: order, ...rest } = event.params
  return {
    event: destination.names[event.name] ?? NAMES[event.name] ?? NAMES[input.plan.ga4Name ?? ""] ?? event.name,
    event_time: Math.floor(event.at / 1000),
    event_id: event.id,
    user,
    ...(event.page && { page: { url: event.page.url, ...(event.page.referrer !== undefined && { referrer: event.page.referrer }) } }),
    properties: {
      ...rest,
      ...(order !== undefined && { order_id: order }),
      ...(Array.isArray(items) && {
        content_type: "product",
        contents: items.map(({ item_id, item_name, price, quantity }) => ({ content_id: item_id, ...(item_name !== undefined && { content_name: item_name }), ...(price !== undefined && { price }), quantity: quantity ?? 1 })),
      }),
    },
  }
}
