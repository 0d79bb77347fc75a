/** What a value tells about a person. `hashed-email` is pseudonymous: allowed only with leave. */
export const personalDataKinds = [
  "email",
  "phone",
  "name",
  "postal-address",
  "iban",
  "card",
  "national-id",
  "ip",
  "location",
  "birth-date",
  "token",
  "mac",
  "hashed-email",
] as const

export type PersonalDataKind = (typeof personalDataKinds)[number]

/** One personal value, without the value. */
export interface PersonalDataFinding {
  kind: PersonalDataKind
  /** UTF-16 offsets in the text that was given. Inside an encoding without exact places (base64, hex): the encoded piece. */
  start: number
  end: number
  /** 0 to 1. A checked value (check digit, public suffix, numbering plan) is above 0.9; a guess from a label around 0.6. */
  confidence: number
  /** The decodings that led to it, outermost first; empty for a plain value. */
  via: string[]
  /** Length of the decoded value in UTF-16 units. */
  length: number
  /** Salted, so that two places with the same value can be told to be the same without knowing it. */
  fingerprint: string
}

/** What one detector says: a place in the text it was shown. */
export interface Candidate {
  kind: PersonalDataKind
  start: number
  end: number
  confidence: number
  /** A last decoding that the detector itself saw through, such as a hash. */
  via?: string
}

export interface ScanOptions {
  /** The name of the field the text stands in: decides about values that prove nothing by themselves. */
  key?: string
  /** Fingerprints are comparable only under the same salt. Without one: random per process. */
  salt?: string
  /** Findings below this are left out; 0.5 unless told. */
  minConfidence?: number
  /** Rounds of decoding, 4 unless told. */
  rounds?: number
  /** Country (ISO 3166 alpha-2) whose national telephone format is expected in telephone fields. */
  country?: string
}
