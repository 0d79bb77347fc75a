/** The naming convention of everything a plan puts into a container. */
export const names = {
  constant: (name: string) => `const.${name}`,
  dataLayer: (key: string) => `dlv.${key}`,
  customTrigger: (event: string) => `T — Custom — ${event}`,
  testModeException: "T — Exception — test_mode in production",
  googleTag: "Google tag",
  sharedSettings: "settings.event",
  ga4: (event: string) => `GA4 — ${event}`,
  vendor: (vendor: string, event: string) => `${vendor} — ${event}`,
} as const

/** The event the kit pushes after every choice; tags that wait for consent fire on it. */
export const consentEvent = "consent_update"
