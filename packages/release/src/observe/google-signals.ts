import type { ConsentType } from "@tagwright/formats"

/**
 * What a Google hit says about consent. `gcs` = "G1" + ad_storage + analytics_storage, each 1 granted, 0 denied, "-" implicit.
 * `gcd` = "1" + a pair per type: the second character of a pair is declare<<4 | default<<2 | update over the alphabet
 * 0-9a-zA-Z-_, where 1 is unset, 2 denied, 3 granted; the update counts when there is one, else the default.
 */
const gcdTypes = ["ad_storage", "analytics_storage", "ad_user_data", "ad_personalization"] as const satisfies readonly ConsentType[]
const alphabet = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_"
const GRANTED = 3
const DENIED = 2

type Signals = Partial<Record<ConsentType, boolean>>

export const decodeGcs = (gcs: string): Signals | undefined => {
  const match = /^G1([01-])([01-])$/.exec(gcs)
  if (match === null) return undefined
  const read = (type: ConsentType, char: string | undefined): Signals => (char === "1" ? { [type]: true } : char === "0" ? { [type]: false } : {})
  return { ...read("ad_storage", match[1]), ...read("analytics_storage", match[2]) }
}

const readPair = (char: string): boolean | undefined => {
  const value = alphabet.indexOf(char)
  const [update, byDefault] = [value & 3, (value >> 2) & 3]
  const state = update === GRANTED || update === DENIED ? update : byDefault
  return state === GRANTED ? true : state === DENIED ? false : undefined
}

export const decodeGcd = (gcd: string): Signals | undefined => {
  if (!/^1([0-9a-zA-Z_-]{2}){4}/.test(gcd)) return undefined
  return Object.fromEntries(
    gcdTypes.flatMap((type, index) => {
      const state = readPair(gcd.charAt(2 + index * 2))
      return state === undefined ? [] : [[type, state]]
    }),
  )
}
