import type { ParamValue } from "@tagwright/formats"
import { CLIENT_ID, type Ga4Payload } from "./compose.ts"

/**
 * Google answers 2xx to anything, so what it would silently drop has to be found here.
 * Rules: Measurement Protocol reference, "Limitations" and "Reserved names" (read November 2026).
 */
const NAME = /^[A-Za-z][A-Za-z0-9_]{0,39}$/
const RESERVED_EVENTS = new Set(
  (
    "ad_activeview ad_click ad_exposure ad_query ad_reward adunit_exposure app_clear_data app_exception app_install app_remove app_store_refund app_update app_upgrade " +
    "dynamic_link_app_open dynamic_link_app_update dynamic_link_first_open error firebase_campaign firebase_in_app_message_action firebase_in_app_message_dismiss " +
    "firebase_in_app_message_impression first_open first_visit notification_dismiss notification_foreground notification_open notification_receive notification_send " +
    "os_update session_start user_engagement ad_impression in_app_purchase screen_view"
  ).split(" "),
)
const RESERVED_PREFIX = /^(_|firebase_|ga_|google_|gtag\.)/
const MOST_PARAMS = 25
const MOST_ITEMS = 200
const MOST_BYTES = 130_000

/** Fields that the recommended events need, or their reports stay empty. `value` always needs `currency`. */
const REQUIRED: Record<string, readonly string[]> = {
  purchase: ["currency", "value", "transaction_id", "items"],
  refund: ["currency", "value", "transaction_id"],
  begin_checkout: ["currency", "value", "items"],
  add_payment_info: ["currency", "value", "items"],
  add_to_cart: ["currency", "value", "items"],
  view_item: ["currency", "value", "items"],
  search: ["search_term"],
}

const isPresent = (value: ParamValue | undefined): boolean => value !== undefined && value !== "" && !(Array.isArray(value) && value.length === 0)

const eventProblem = ({ name, params }: Ga4Payload["events"][number]): string | undefined => {
  if (!NAME.test(name)) return "event_name_invalid"
  if (RESERVED_EVENTS.has(name) || RESERVED_PREFIX.test(name)) return "event_name_reserved"
  const names = Object.keys(params)
  if (names.length > MOST_PARAMS) return "too_many_params"
  if (names.some((param) => !NAME.test(param))) return "param_name_invalid"
  if (names.some((param) => RESERVED_PREFIX.test(param) || param === "firebase_conversion")) return "param_name_reserved"
  const missing = REQUIRED[name]?.find((field) => !isPresent(params[field]))
  if (missing !== undefined) return `param_missing:${missing}`
  if (params["value"] !== undefined && !isPresent(params["currency"])) return "param_missing:currency"
  const items = params["items"]
  return Array.isArray(items) && items.length > MOST_ITEMS ? "too_many_items" : undefined
}

/** The first rule that a payload breaks, as a code; undefined when Google will take it. */
export const ga4Problem = (payload: Ga4Payload): string | undefined => {
  if (!CLIENT_ID.test(payload.client_id)) return "client_id_invalid"
  if (Buffer.byteLength(JSON.stringify(payload)) > MOST_BYTES) return "body_too_large"
  return payload.events.map(eventProblem).find((problem) => problem !== undefined)
}
