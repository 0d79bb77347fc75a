import type { Touch } from "@tagwright/formats"
import { isKind } from "./sources.ts"

/** Version of these rules; a stored classification says which one it used. */
export const CHANNEL_RULES_VERSION = "ga4-2026-06"

export interface TrafficSource {
  source: string
  medium: string
  campaign: string
}
export const DIRECT: TrafficSource = { source: "(direct)", medium: "(none)", campaign: "(not set)" }

const PAID = /^(.*cp.*|ppc|retargeting|paid.*)$/
const SHOPPING_CAMPAIGN = /^(.*(([^a-df-z]|^)shop|shopping).*)$/
const EMAIL = /^e[-_ ]?mail$/
const oneOf = (value: string, ...values: string[]): boolean => values.includes(value)

/**
 * GA4's default channel group, top-down, the first match counts (Analytics help, "Default channel group", with the AI
 * assistants of June 2026). All comparisons ignore case: values arrive in lower case.
 */
const rules: readonly [channel: string, matches: (traffic: TrafficSource) => boolean][] = [
  ["Direct", ({ source, medium }) => source === "(direct)" && oneOf(medium, "(not set)", "(none)")],
  ["Cross-network", ({ campaign }) => campaign.includes("cross-network")],
  ["Paid Shopping", ({ source, medium, campaign }) => (isKind(source, "shopping") || SHOPPING_CAMPAIGN.test(campaign)) && PAID.test(medium)],
  ["Paid Search", ({ source, medium }) => isKind(source, "search") && PAID.test(medium)],
  ["Paid Social", ({ source, medium }) => isKind(source, "social") && PAID.test(medium)],
  ["Paid Video", ({ source, medium }) => isKind(source, "video") && PAID.test(medium)],
  ["Display", ({ medium }) => oneOf(medium, "display", "banner", "expandable", "interstitial", "cpm")],
  ["Paid Other", ({ medium }) => PAID.test(medium)],
  ["Organic Shopping", ({ source, campaign }) => isKind(source, "shopping") || SHOPPING_CAMPAIGN.test(campaign)],
  ["Organic Social", ({ source, medium }) => isKind(source, "social") || oneOf(medium, "social", "social-network", "social-media", "sm", "social network", "social media")],
  ["Organic Video", ({ source, medium }) => isKind(source, "video") || medium.includes("video")],
  ["Organic Search", ({ source, medium }) => isKind(source, "search") || medium === "organic"],
  ["AI Assistant", ({ source, medium }) => medium === "ai-assistant" || isKind(source, "assistant")],
  ["Referral", ({ medium }) => oneOf(medium, "referral", "app", "link")],
  ["Email", ({ source, medium }) => EMAIL.test(source) || EMAIL.test(medium)],
  ["Affiliates", ({ medium }) => medium === "affiliate"],
  ["Audio", ({ medium }) => medium === "audio"],
  ["SMS", ({ source, medium }) => source === "sms" || medium === "sms"],
  ["Mobile Push Notifications", ({ source, medium }) => medium.endsWith("push") || medium.includes("mobile") || medium.includes("notification") || source === "firebase"],
]
export const channelNames: readonly string[] = [...rules.map(([name]) => name), "Unassigned"]

export const channelOf = (traffic: TrafficSource): string => {
  const lower = { source: traffic.source.toLowerCase(), medium: traffic.medium.toLowerCase(), campaign: traffic.campaign.toLowerCase() }
  return rules.find(([, matches]) => matches(lower))?.[0] ?? "Unassigned"
}

/** Click ids say who was paid, even where a link carries no campaign. */
const CLICK_IDS: Record<string, Pick<TrafficSource, "source" | "medium">> = {
  gclid: { source: "google", medium: "cpc" },
  gbraid: { source: "google", medium: "cpc" },
  wbraid: { source: "google", medium: "cpc" },
  msclkid: { source: "bing", medium: "cpc" },
  fbclid: { source: "facebook", medium: "social" },
  ttclid: { source: "tiktok", medium: "paid" },
  li_fat_id: { source: "linkedin", medium: "paid" },
}

const hostOf = (url: string | undefined): string | undefined => (url !== undefined && URL.canParse(url) ? new URL(url).hostname : undefined)

/** Where a touch came from: campaign parameters first, then click ids, then the referrer. */
export const trafficOf = ({ params, referrer, landing }: Touch): TrafficSource => {
  const { utm_source, utm_medium, utm_campaign } = params
  if (utm_source !== undefined || utm_medium !== undefined) return { source: utm_source ?? "(not set)", medium: utm_medium ?? "(not set)", campaign: utm_campaign ?? "(not set)" }
  const click = Object.keys(CLICK_IDS).find((id) => params[id] !== undefined)
  if (click !== undefined) return { ...DIRECT, ...CLICK_IDS[click] }
  const host = hostOf(referrer)
  if (host === undefined || host === hostOf(landing)) return DIRECT
  return { source: host, medium: isKind(host, "search") ? "organic" : "referral", campaign: "(not set)" }
}
export const isDirect = ({ source }: TrafficSource): boolean => source === DIRECT.source
