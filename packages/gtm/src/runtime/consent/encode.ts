import { inEea } from "./regions.ts"
import { CORE_TYPES, type ConsentState, type CoreType } from "./state.ts"

const ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_"
const UNSET = 1
const DENIED = 2
const GRANTED = 3
const code = (state: boolean | undefined): number => (state === undefined ? UNSET : state ? GRANTED : DENIED)
const char = (value: number): string => ALPHABET[value] ?? "_"

/** Signals beside the consent types that decide on personalised ads. */
export interface AdSignals {
  globalPrivacyControl: boolean
  /** The `allow_ad_personalization_signals` setting, undefined when not set. */
  personalization: boolean | undefined
}

/** "G1" + ad_storage + analytics_storage; absent while nothing was said and nothing is denied (fact C3). */
export const gcs = (consent: ConsentState): string | undefined => {
  const types: CoreType[] = ["ad_storage", "analytics_storage"]
  if (!consent.active && types.every((type) => consent.granted(type))) return undefined
  return `G1${types.map((type) => ({ true: "1", false: "0", undefined: "-" })[`${consent.explicit(type)}`]).join("")}`
}

/** Four pairs, one character for the page's signals, two for container-scoped defaults, which are never used here (fact C3). */
export const gcd = (consent: ConsentState, signals: AdSignals): string => {
  const pairs = CORE_TYPES.map((type) => {
    const { declare, default: initial, update } = consent.parts(type)
    return char(code(consent.implicit(type))) + char((code(declare) << 4) | (code(initial) << 2) | code(update))
  })
  const page = (signals.globalPrivacyControl ? 8 : 0) | (consent.active ? 4 : 0) | { undefined: 1, true: 2, false: 3 }[`${signals.personalization}`]
  return `1${pairs.join("")}${char(page)}l1`
}

export const npa = (consent: ConsentState, signals: AdSignals): "0" | "1" =>
  !consent.granted("ad_personalization") || signals.globalPrivacyControl || signals.personalization === false ? "1" : "0"

export const dma = (consent: ConsentState): "0" | "1" => (inEea(consent.region) || consent.tcf?.gdpr === "1" ? "1" : "0")

/** Letters of the services that may use the data; "-" when ad_user_data is denied (fact C3). */
export const dmaCps = (consent: ConsentState): string | undefined => {
  if (!consent.granted("ad_user_data")) return "-"
  return dma(consent) === "1" ? "syphamo" : undefined
}
