/** The seven consent types of Google's Consent Mode v2 (Tag Manager help, "Consent mode reference"). */
export const consentTypes = [
  "ad_storage",
  "ad_user_data",
  "ad_personalization",
  "analytics_storage",
  "functionality_storage",
  "personalization_storage",
  "security_storage",
] as const
export type ConsentType = (typeof consentTypes)[number]
export type ConsentState = "granted" | "denied"

/** Consent as the plan's categories, e.g. `{ necessary: true, analytics: false, marketing: false }`. */
export type CategoryChoice = Record<string, boolean>
