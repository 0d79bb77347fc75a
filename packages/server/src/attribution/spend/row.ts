/** What one campaign cost on one day. */
export interface SpendRow {
  /** 2026-11-24, in the advertising account's time zone */
  day: string
  source: string
  medium: string
  campaign: string
  /** ISO 4217 */
  currency: string
  /** Smallest unit of the currency */
  minor: number
  clicks?: number | undefined
  impressions?: number | undefined
}
/** The same day of the same campaign: a later import replaces an earlier one. */
export const spendKey = ({ day, source, medium, campaign, currency }: SpendRow): string => JSON.stringify([day, source, medium, campaign, currency])

const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/
const MOST_TEXT = 200
const isCount = (value: unknown): boolean => value === undefined || (Number.isSafeInteger(value) && Number(value) >= 0)
const isText = (value: unknown): value is string => typeof value === "string" && value !== "" && value.length <= MOST_TEXT

/** Rows from outside; anything that is not one is refused. */
export const isSpendRow = (value: unknown): value is SpendRow => {
  if (typeof value !== "object" || value === null) return false
  const { day, source, medium, campaign, currency, minor, clicks, impressions }: Partial<Record<keyof SpendRow, unknown>> = value
  return isText(day) && DAY.test(day) && [source, medium, campaign].every(isText) && isText(currency) && /^[A-Z]{3}$/.test(currency) && Number.isSafeInteger(minor) && Number(minor) >= 0 && isCount(clicks) && isCount(impressions)
}
