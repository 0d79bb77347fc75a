import type { Facts } from "../../kpi/facts.ts"
import { channelOf } from "../channels.ts"
import type { SpendRow } from "./row.ts"
import { campaignsSeen, SLACK_MS, spendBetween, visitedCampaigns } from "./seen.ts"


export interface SpendReport {
  days: number
  /** Minor units per currency; `attributed`: of campaigns that our own visits know (K12) */
  totals: { currency: string; spent: number; attributed: number }[]
  channels: { currency: string; channel: string; spent: number }[]
  /** Campaigns that cost money and that no visit carries: their links are not tagged, or tagged otherwise */
  unmatched: { source: string; campaign: string; currency: string; spent: number }[]
}

const dayStart = (day: string): number => Date.parse(`${day}T00:00:00Z`)
const spendChannel = ({ source, medium, campaign, day }: SpendRow): string => channelOf({ source, medium, campaign }, dayStart(day))

/** K12: how much of the money that advertising cost is behind visits that we can name. */
export const spendReport = async ({ reader, scope: { from, to } }: Facts, days: number): Promise<SpendReport> => {
  const rows = await spendBetween(reader, from, to)
  const isSeen = campaignsSeen(await visitedCampaigns(reader, from - SLACK_MS, to))
  const report: SpendReport = { days, totals: [], channels: [], unmatched: [] }
  for (const row of rows) {
    const { currency, minor } = row
    const total = entry(report.totals, (one) => one.currency === currency, { currency, spent: 0, attributed: 0 })
    total.spent += minor
    const channel = spendChannel(row)
    entry(report.channels, (one) => one.currency === currency && one.channel === channel, { currency, channel, spent: 0 }).spent += minor
    if (isSeen(row)) total.attributed += minor
    else entry(report.unmatched, (one) => one.currency === currency && one.campaign === row.campaign && one.source === row.source, { source: row.source, campaign: row.campaign, currency, spent: 0 }).spent += minor
  }
  report.unmatched.sort((a, b) => b.spent - a.spent)
  return report
}

const entry = <T>(list: T[], isIt: (one: T) => boolean, fresh: T): T => {
  const found = list.find(isIt)
  if (found !== undefined) return found
  list.push(fresh)
  return fresh
}
