import type { SourceKind } from "./sources.ts"

/** One of the values, a regular expression over the whole value, or a site of a kind. */
export type Match = { is: readonly string[] } | { like: string } | { site: SourceKind }
export type Condition = Partial<Record<"source" | "medium" | "campaign", Match>>
export interface ChannelRule {
  channel: string
  /** One of these has to hold; within one, everything */
  any: readonly Condition[]
}
export interface RuleSet {
  version: string
  /** In force for visits since then, ms since 1970 */
  from: number
  /** Top-down, the first match counts; values are compared in lower case */
  rules: readonly ChannelRule[]
}

const is = (...values: string[]): Match => ({ is: values })
const site = (kind: SourceKind): Match => ({ site: kind })
const PAID: Match = { like: "(.*cp.*|ppc|retargeting|paid.*)" }
const SHOPPING_CAMPAIGN: Match = { like: "(.*(([^a-df-z]|^)shop|shopping).*)" }
const MAIL = is("email", "e-mail", "e_mail", "e mail")

/** GA4's default channel group (Analytics help, "Default channel group"). */
const classic: readonly ChannelRule[] = [
  { channel: "Direct", any: [{ source: is("(direct)"), medium: is("(not set)", "(none)") }] },
  { channel: "Cross-network", any: [{ campaign: { like: ".*cross-network.*" } }] },
  { channel: "Paid Shopping", any: [{ source: site("shopping"), medium: PAID }, { campaign: SHOPPING_CAMPAIGN, medium: PAID }] },
  { channel: "Paid Search", any: [{ source: site("search"), medium: PAID }] },
  { channel: "Paid Social", any: [{ source: site("social"), medium: PAID }] },
  { channel: "Paid Video", any: [{ source: site("video"), medium: PAID }] },
  { channel: "Display", any: [{ medium: is("display", "banner", "expandable", "interstitial", "cpm") }] },
  { channel: "Paid Other", any: [{ medium: PAID }] },
  { channel: "Organic Shopping", any: [{ source: site("shopping") }, { campaign: SHOPPING_CAMPAIGN }] },
  { channel: "Organic Social", any: [{ source: site("social") }, { medium: is("social", "social-network", "social-media", "sm", "social network", "social media") }] },
  { channel: "Organic Video", any: [{ source: site("video") }, { medium: { like: ".*video.*" } }] },
  { channel: "Organic Search", any: [{ source: site("search") }, { medium: is("organic") }] },
  { channel: "Referral", any: [{ medium: is("referral", "app", "link") }] },
  { channel: "Email", any: [{ source: MAIL }, { medium: MAIL }] },
  { channel: "Affiliates", any: [{ medium: is("affiliate") }] },
  { channel: "Audio", any: [{ medium: is("audio") }] },
  { channel: "SMS", any: [{ source: is("sms") }, { medium: is("sms") }] },
  { channel: "Mobile Push Notifications", any: [{ medium: { like: "(.*push|.*mobile.*|.*notification.*)" } }, { source: is("firebase") }] },
]

/** GA4 has had a channel for AI assistants since 13 May 2026; before Referral, whose sites they were until then. */
const assistants: ChannelRule = { channel: "AI Assistant", any: [{ medium: is("ai-assistant") }, { source: site("assistant") }] }
const beforeReferral = classic.findIndex(({ channel }) => channel === "Referral")

/** Oldest first. A visit is classified by the rules of its day, so that last year's report stays what it was. */
export const ruleSets: readonly RuleSet[] = [
  { version: "ga4-2023-11", from: 0, rules: classic },
  { version: "ga4-2026-06", from: Date.UTC(2026, 4, 13), rules: classic.toSpliced(beforeReferral, 0, assistants) },
]
