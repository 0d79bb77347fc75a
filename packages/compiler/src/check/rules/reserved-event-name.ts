import type { Rule } from "../rule.ts"

/** Measurement Protocol reference, "Reserved names": GA4 refuses or swallows these. */
const reserved = new Set(
  ("ad_activeview ad_click ad_exposure ad_query ad_reward adunit_exposure app_clear_data app_exception app_install app_remove app_store_refund app_update " +
    "app_upgrade dynamic_link_app_open dynamic_link_app_update dynamic_link_first_open error firebase_campaign first_open first_visit os_update session_start " +
    "user_engagement notification_dismiss notification_foreground notification_open notification_receive notification_send query_id").split(" "),
)

export const rule: Rule = {
  severity: "error",
  title: "GA4 keeps this event name for itself",
  *check({ plan }) {
    const ga4 = new Set(Object.entries(plan.destinations).flatMap(([id, { type }]) => (type === "ga4" ? [id] : [])))
    for (const [name, event] of Object.entries(plan.events)) {
      const sent = event.ga4Name ?? name
      if (reserved.has(sent) && event.to.some((id) => ga4.has(id)))
        yield { path: event.ga4Name === undefined ? ["events", name] : ["events", name, "ga4Name"], message: `"${sent}" is a reserved event name of GA4`, help: "Choose another name, or another ga4Name" }
    }
  },
}
