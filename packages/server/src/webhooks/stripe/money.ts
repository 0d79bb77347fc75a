import type { Amount } from "../../store/model.ts"

/** Stripe, "Supported currencies": amounts of these have no decimals. */
const ZERO_DECIMAL = new Set("BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF".split(" "))
/** Three decimals, the last always 0. */
const THREE_DECIMAL = new Set(["BHD", "JOD", "KWD", "OMR", "TND"])
/** ISK and UGX have none in ISO 4217, yet Stripe counts them in hundredths ("Special cases"). */
const STRIPE_EXPONENT = 2

export const stripeExponent = (currency: string): number => (ZERO_DECIMAL.has(currency) ? 0 : THREE_DECIMAL.has(currency) ? 3 : STRIPE_EXPONENT)

export const stripeAmount = (minor: number, currency: string): Amount => {
  const upper = currency.toUpperCase()
  return { minor, currency: upper, exponent: stripeExponent(upper) }
}
