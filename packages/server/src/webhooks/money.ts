import type { Amount } from "../store/model.ts"

/** Decimal string or number of major units, exact: "240.00" for 24000 minor units with exponent 2. */
export const majorText = ({ minor, exponent }: Amount): string => {
  if (exponent === 0) return String(minor)
  const digits = String(Math.abs(minor)).padStart(exponent + 1, "0")
  return `${minor < 0 ? "-" : ""}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`
}
/** What GA4 and Meta want: a JSON number of major units. */
export const major = (amount: Amount): number => Number(majorText(amount))

/** Currencies whose decimals are not two (ISO 4217, list one). */
const ISO_EXPONENTS: Record<string, number> = {
  ...Object.fromEntries("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(" ").map((code) => [code, 0])),
  ...Object.fromEntries("BHD IQD JOD KWD LYD OMR TND".split(" ").map((code) => [code, 3])),
}
const USUAL_EXPONENT = 2

/** Exact minor units of a decimal string such as "12.50"; more decimals than the currency has are an error, not a rounding. */
export const amountOfText = (text: string, currency: string): Amount => {
  const upper = currency.toUpperCase()
  const exponent = ISO_EXPONENTS[upper] ?? USUAL_EXPONENT
  const found = /^(-?)(\d{1,15})(?:\.(\d+))?$/.exec(text.trim())
  const [, sign = "", whole = "", decimals = ""] = found ?? []
  if (found === null || /[1-9]/.test(decimals.slice(exponent))) throw new TypeError("not an amount of money")
  return { minor: Number(`${sign}${whole}${decimals.slice(0, exponent).padEnd(exponent, "0")}`), currency: upper, exponent }
}
export const amountOfMinor = (minor: number, currency: string): Amount => {
  const upper = currency.toUpperCase()
  if (!Number.isSafeInteger(minor)) throw new TypeError("not an amount of money")
  return { minor, currency: upper, exponent: ISO_EXPONENTS[upper] ?? USUAL_EXPONENT }
}
