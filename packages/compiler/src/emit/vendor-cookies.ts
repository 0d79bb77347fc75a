import type { ConsentType, DestinationType, ResolvedPlan } from "@tagwright/formats"

/** Google's tags link clicks on advertisements to conversions wherever ad_storage allows, also where only GA4 is used. */
const CLICKS = [["ad_storage", /^_(gcl|gac)/]] as const
/** First-party cookies that a vendor's browser tag writes, each with the Consent Mode type it needs (the vendors' cookie lists). */
const written: Partial<Record<DestinationType, readonly (readonly [ConsentType, RegExp])[]>> = {
  ga4: [["analytics_storage", /^(_ga|_gid$|FPLC$)/], ...CLICKS],
  "google-ads": CLICKS,
  floodlight: CLICKS,
  meta: [["ad_storage", /^_fb[pc]$/]],
  linkedin: [["ad_storage", /^li_(fat_id|giant)$/]],
  tiktok: [["ad_storage", /^_ttp$/]],
  microsoft: [["ad_storage", /^_uet[sv]id$/]],
  pinterest: [["ad_storage", /^_(pin_unauth|epik|derived_epik)$/]],
}

/** What a withdrawal removes: by consent category, one pattern over all cookies that its vendors write. */
export const vendorCookies = ({ destinations, consent: { categories } }: ResolvedPlan): [category: string, names: RegExp][] => {
  const patterns = new Map<string, Set<string>>()
  for (const [consentType, names] of Object.values(destinations).flatMap(({ type }) => written[type] ?? [])) {
    const category = Object.keys(categories).find((name) => categories[name]?.grants.includes(consentType))
    if (category !== undefined) patterns.set(category, (patterns.get(category) ?? new Set()).add(names.source))
  }
  return [...patterns].map(([category, sources]) => [category, new RegExp([...sources].join("|"))])
}
