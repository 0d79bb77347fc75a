import type { Amount } from "../store/model.ts"

/** Decimal string or number of major units, exact: "240.00" for 24000 minor units with exponent 2. */
export const majorText = ({ minor, exponent }: Amount): string => {
  if (exponent === 0) return String(minor)
  const digits = String(Math.abs(minor)).padStart(exponent + 1, "0")
  return `${minor < 0 ? "-" : ""}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`
}
/** What GA4 and Meta want: a JSON number of major units. */
export const major = (amount: Amount): number => Number(majorText(amount))
