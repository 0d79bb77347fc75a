import type { ParameterType, ParamValue, ResolvedDestination, ServerPlan, Touch } from "@tagwright/formats"
import type { DeliveryInput } from "../destination.ts"
import { hashed } from "../identifiers.ts"

export interface MetaEvent {
  event_name: string
  /** Seconds since 1970 */
  event_time: number
  event_id: string
  action_source: "website"
  event_source_url?: string
  user_data: Record<string, string[] | string>
  custom_data: Record<string, unknown>
}
type Meta = Extract<ResolvedDestination, { type: "meta" }>

/** GA4's recommended names and ours in Meta's words; anything else is a custom event under its own name. */
export const META_NAMES: Record<string, string> = {
  page_view: "PageView",
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

const userKeys: Partial<Record<ParameterType, (value: string) => Record<string, string[]>>> = {
  email: (value) => ({ em: [hashed.meta.email(value)] }),
  phone: (value) => ({ ph: [hashed.meta.phone(value)] }),
  name: (value) => Object.fromEntries(Object.entries(hashed.meta.names(value)).map(([key, hash]) => [key, [hash]])),
}

const personalKeys = (plan: ServerPlan, personal: Record<string, string>): Record<string, string[]> =>
  Object.assign({}, ...Object.entries(personal).map(([name, value]) => userKeys[plan.parameters[name]?.type ?? "string"]?.(value) ?? {}))

/** The click id in Meta's own form: fb.<subdomain index>.<ms of the click>.<fbclid>. */
const clickId = (touch: Touch | undefined): Record<string, string> => {
  const fbclid = touch?.params["fbclid"]
  return touch === undefined || fbclid === undefined ? {} : { fbc: `fb.1.${touch.at}.${fbclid}` }
}

const contents = (items: ParamValue | undefined): Record<string, unknown> =>
  Array.isArray(items)
    ? { content_type: "product", contents: items.map((item) => ({ id: item.item_id, quantity: item.quantity ?? 1, ...(item.price !== undefined && { item_price: item.price }) })) }
    : {}

/** The same event id as the pixel's `eventID`: Meta keeps one of the two. */
export const composeMeta = (input: DeliveryInput, plan: ServerPlan, destination: Pick<Meta, "names">): MetaEvent => {
  const { event, person, personal, environment } = input
  const { items, ...rest } = event.params
  return {
    event_name: destination.names[event.name] ?? META_NAMES[event.name] ?? META_NAMES[input.plan.ga4Name ?? ""] ?? event.name,
    event_time: Math.floor(event.at / 1000),
    event_id: event.id,
    action_source: "website",
    ...(event.page && { event_source_url: event.page.url }),
    user_data: {
      ...(event.leadId !== undefined && { external_id: [hashed.text(event.leadId)] }),
      ...clickId(person?.lastTouch),
      ...personalKeys(plan, personal),
    },
    custom_data: {
      ...rest,
      ...contents(items),
      ...(event.params["transaction_id"] !== undefined && { order_id: event.params["transaction_id"] }),
      ...(event.leadId !== undefined && { lead_id: event.leadId }),
      ...(environment.testMode && { test_mode: true }),
    },
  }
}
