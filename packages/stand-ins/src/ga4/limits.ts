/** Google, "Measurement Protocol (Google Analytics 4)", reference, limitations and reserved names (read November 2026). */
export const limits = {
  bytes: 130_000,
  events: 25,
  params: 25,
  userProperties: 25,
  items: 200,
  eventName: 40,
  paramName: 40,
  paramValue: 100,
  userPropertyName: 24,
  userPropertyValue: 36,
  /** Events can be backdated up to 72 hours */
  backdateMs: 72 * 3_600_000,
} as const

/** Page facts keep more than other values. */
export const longerValues: Record<string, number> = { page_location: 1000, page_referrer: 420, page_title: 300 }

export const namePattern = /^[A-Za-z][A-Za-z0-9_]*$/
export const reservedPrefix = /^(_|firebase_|ga_|google_|gtag\.)/
export const reservedEvents: ReadonlySet<string> = new Set(
  (
    "ad_activeview ad_click ad_exposure ad_impression ad_query ad_reward adunit_exposure app_clear_data app_exception app_install app_remove app_store_refund app_update app_upgrade " +
    "dynamic_link_app_open dynamic_link_app_update dynamic_link_first_open error firebase_campaign firebase_in_app_message_action firebase_in_app_message_dismiss " +
    "firebase_in_app_message_impression first_open first_visit in_app_purchase notification_dismiss notification_foreground notification_open notification_receive notification_send " +
    "os_update screen_view session_start user_engagement"
  ).split(" "),
)
/** What the recommended events need for their reports: Google, "Recommended events". */
export const requiredParams: Record<string, readonly string[]> = {
  purchase: ["currency", "value", "transaction_id", "items"],
  refund: ["currency", "value", "transaction_id"],
  begin_checkout: ["currency", "value", "items"],
  add_payment_info: ["currency", "value", "items"],
}
