import type { Reader } from "../../store/reading/reader.ts"
import { json, text } from "../../store/columns.ts"
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

/** Campaigns that visits carry, `from` included, `to` not */
export const visitedCampaigns = async (reader: Reader, from: number, to: number): Promise<string[]> => {
  const campaign = reader.field("touch", "params", "utm_campaign")
  return (await reader.rows(`SELECT DISTINCT ${campaign} AS campaign FROM touch WHERE at >= ? AND at < ? AND ${campaign} IS NOT NULL`, from, to)).map((row) => text(row["campaign"]))
}

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10)
/** What was spent on the days of these times, oldest first */
export const spendBetween = async (reader: Reader, from: number, to: number): Promise<SpendRow[]> => {
  const rows = (await reader.rows("SELECT key, row FROM spend WHERE day >= ? AND day <= ?", dayOf(from), dayOf(to))).map((row) => ({ key: text(row["key"]), spent: json<SpendRow>(row["row"]) }))
  return rows.toSorted((a, b) => (a.spent.day === b.spent.day ? (a.key < b.key ? -1 : 1) : a.spent.day < b.spent.day ? -1 : 1)).map(({ spent }) => spent)
}
