import type { Touch } from "@tagwright/formats"
import { ruleSets, type Condition, type Match } from "./channel-rules.ts"
import { isKind } from "./sources.ts"

export interface TrafficSource {
  source: string
  medium: string
  campaign: string
}
export const DIRECT: TrafficSource = { source: "(direct)", medium: "(none)", campaign: "(not set)" }

type Test = (traffic: TrafficSource) => boolean
const compileMatch = (match: Match): ((value: string) => boolean) => {
  if ("is" in match) return (value) => match.is.includes(value)
  if ("site" in match) return (value) => isKind(value, match.site)
  const pattern = new RegExp(`^${match.like}$`)
  return (value) => pattern.test(value)
}
const compileCondition = ({ source, medium, campaign }: Condition): Test => {
  const tests: Test[] = [
    ...(source === undefined ? [] : [of("source", compileMatch(source))]),
    ...(medium === undefined ? [] : [of("medium", compileMatch(medium))]),
    ...(campaign === undefined ? [] : [of("campaign", compileMatch(campaign))]),
  ]
  return (traffic) => tests.every((test) => test(traffic))
}
const of =
  (key: keyof TrafficSource, test: (value: string) => boolean): Test =>
  (traffic) =>
    test(traffic[key])

/** Newest first, ready to be asked. */
const compiled = ruleSets.toReversed().map(({ version, from, rules }) => ({ version, from, rules: rules.map(({ channel, any }) => ({ channel, any: any.map(compileCondition) })) }))
const NOTHING_FITS = "Unassigned"
export const channelNames: readonly string[] = [...new Set(ruleSets.flatMap(({ rules }) => rules.map(({ channel }) => channel))), NOTHING_FITS]
/** The rules in force now */
export const CHANNEL_RULES_VERSION = ruleSets.at(-1)?.version ?? ""

/** The channel of a visit by the rules of its day, and which rules these were. */
export const classify = (traffic: TrafficSource, at: number): { channel: string; rules: string } => {
  const lower = { source: traffic.source.toLowerCase(), medium: traffic.medium.toLowerCase(), campaign: traffic.campaign.toLowerCase() }
  const set = compiled.find(({ from }) => at >= from)
  return { channel: set?.rules.find(({ any }) => any.some((test) => test(lower)))?.channel ?? NOTHING_FITS, rules: set?.version ?? "" }
}
export const channelOf = (traffic: TrafficSource, at = Number.POSITIVE_INFINITY): string => classify(traffic, at).channel

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
