/** GA4 help, "Event naming rules", and the Measurement Protocol's "Reserved names": for events that Google collects itself. */
export const reservedGa4Names: ReadonlySet<string> = new Set(
  ("ad_activeview ad_click ad_exposure ad_impression ad_query ad_reward adunit_exposure app_clear_data app_exception app_install app_remove app_store_refund " +
    "app_update app_upgrade dynamic_link_app_open dynamic_link_app_update dynamic_link_first_open error firebase_campaign first_open first_visit in_app_purchase " +
    "notification_dismiss notification_foreground notification_open notification_receive notification_send os_update query_id session_start user_engagement").split(" "),
)
