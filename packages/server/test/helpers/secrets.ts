export const TOKEN = "ops-token"
export const SECRETS: Record<string, string> = {
  GA4_API_SECRET: "ga4-secret",
  META_TOKEN: "meta-token",
  HUBSPOT_TOKEN: "hubspot-token",
  MAILERLITE_TOKEN: "mailerlite-token",
  HOOK_SECRET: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
  STRIPE_WEBHOOK_SECRET: "whsec_test_secret",
}
