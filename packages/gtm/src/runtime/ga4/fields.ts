/** Parameters with a wire key of their own (fact D2). `shared` ones may move between URL and lines of a batch. */
export const WIRE: Record<string, { key: string; level: "request" | "shared" | "event" }> = {
  page_location: { key: "dl", level: "shared" },
  page_referrer: { key: "dr", level: "shared" },
  page_title: { key: "dt", level: "shared" },
  page_path: { key: "dp", level: "shared" },
  currency: { key: "cu", level: "shared" },
  user_id: { key: "uid", level: "shared" },
  campaign_source: { key: "cs", level: "shared" },
  campaign_medium: { key: "cm", level: "shared" },
  campaign_name: { key: "cn", level: "shared" },
  campaign_term: { key: "ck", level: "shared" },
  campaign_content: { key: "cc", level: "shared" },
  campaign_id: { key: "ci", level: "shared" },
  language: { key: "ul", level: "request" },
  screen_resolution: { key: "sr", level: "request" },
  traffic_type: { key: "tt", level: "request" },
  ignore_referrer: { key: "ir", level: "request" },
  non_interaction: { key: "ni", level: "request" },
}

/** Settings that steer the client and are never sent as parameters. */
export const SETTINGS = new Set([
  "send_to", "event_callback", "event_timeout", "groups", "send_page_view", "server_container_url", "transport_url", "transport_type",
  "first_party_collection", "linker", "url_passthrough", "ads_data_redaction", "allow_google_signals", "allow_ad_personalization_signals",
  "allow_enhanced_conversions", "cookie_domain", "cookie_expires", "cookie_flags", "cookie_path", "cookie_prefix", "cookie_update",
  "client_id", "session_id", "user_properties", "user_data", "items", "campaign", "engagement_time_msec", "debug_mode", "conversion_linker",
  "custom_map", "session_duration", "eventModel",
])

/** Text that stands for a boolean in a settings table (fact B9). */
const BOOLEANS = new Set([
  "send_page_view", "allow_google_signals", "allow_ad_personalization_signals", "debug_mode", "cookie_update", "first_party_collection",
  "url_passthrough", "ads_data_redaction", "ignore_referrer", "conversion_linker", "allow_enhanced_conversions",
])

export const normalise = (settings: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(settings).map(([key, value]) => [key, BOOLEANS.has(key) ? asBoolean(value) : value]))

const asBoolean = (value: unknown): unknown => (value === "true" ? true : value === "false" ? false : value)
