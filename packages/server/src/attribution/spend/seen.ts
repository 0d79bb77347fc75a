import type { SpendRow } from "./row.ts"

const plain = (text: string): string => text.trim().toLowerCase()
/** A click of late evening is another day in another time zone. */
export const SLACK_MS = 86_400_000

/**
 * K12's rule: money is attributed when some visit of the period carries the campaign's name (utm_campaign), whatever case it
 * is written in. Source and medium are not asked: an export says facebook / paid where the links say instagram / paid_social.
 */
export const campaignsSeen = (names: Iterable<string>): ((row: Pick<SpendRow, "campaign">) => boolean) => {
  const seen = new Set([...names].map(plain))
  return ({ campaign }) => seen.has(plain(campaign))
}
