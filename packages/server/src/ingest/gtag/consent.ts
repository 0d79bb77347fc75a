/** Google's consent types that travel with a hit; undefined: nobody has said anything about it. */
export interface GtagConsent {
  ad_storage: boolean | undefined
  analytics_storage: boolean | undefined
  ad_user_data: boolean | undefined
  ad_personalization: boolean | undefined
}

const ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_"
const [DENIED, GRANTED] = [2, 3]
/** "1", then two characters per type; the second holds declare, default and update, two bits each. */
const GCD = /^1(?:[\w-]{2}){4}/
const PAIRS = { ad_storage: 2, analytics_storage: 4, ad_user_data: 6, ad_personalization: 8 } as const

/** The latest that was said: the update, else the default, else the declaration. What Google implies by region is not the visitor's word. */
const stateIn = (gcd: string, at: number): boolean | undefined => {
  const bits = ALPHABET.indexOf(gcd[at] ?? "")
  const said = [bits & 3, (bits >> 2) & 3, (bits >> 4) & 3].find((state) => state === DENIED || state === GRANTED)
  return said === undefined ? undefined : said === GRANTED
}

/** `gcs`: G1, then ad storage and analytics storage: 1, 0, or - when unset. */
const GCS = /^G1([01-])([01-])/
const flag = (sign: string | undefined): boolean | undefined => (sign === "1" ? true : sign === "0" ? false : undefined)

/** The consent strings of a hit; undefined when the site has no Consent Mode. `gcd` says more than `gcs` and wins. */
export const parseConsent = (gcs: string | null, gcd: string | null): GtagConsent | undefined => {
  if (gcd !== null && GCD.test(gcd)) {
    const consent = { ad_storage: stateIn(gcd, PAIRS.ad_storage), analytics_storage: stateIn(gcd, PAIRS.analytics_storage), ad_user_data: stateIn(gcd, PAIRS.ad_user_data), ad_personalization: stateIn(gcd, PAIRS.ad_personalization) }
    return Object.values(consent).every((state) => state === undefined) ? undefined : consent
  }
  const found = GCS.exec(gcs ?? "")
  return found === null ? undefined : { ad_storage: flag(found[1]), analytics_storage: flag(found[2]), ad_user_data: flag(found[1]), ad_personalization: flag(found[1]) }
}
