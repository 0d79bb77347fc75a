import type { PersonalDataKind } from "../src/index.ts"
import { addressSentences, countryNames, fullAddress, streetKeys, streetLine } from "./addresses.ts"
import { encodings } from "./encodings.ts"
import * as persons from "./persons.ts"
import type { Random } from "./random.ts"
import { cardSentences, emailSentences, ibanSentences, internationalSentences, phoneSentences } from "./sentences.ts"
import { card, commonCard, email, grouped, iban, phone, shapedInternational, shapedPhone } from "./values.ts"

/** A text with one value in it. Encoded values have no place in it, only a length. */
export interface Sample {
  value: string
  text: string
  at?: number
}

export interface Sort {
  what: string
  /** The share that must be found. */
  target: number
  kind: PersonalDataKind
  sample: (r: Random) => Sample
}

type Make = (r: Random) => string

export const anyOf = (...makers: Make[]): Make => (r) => r.pick(makers)(r)

const inSentence = (make: Make, templates: string[]) => (r: Random): Sample => {
  const value = make(r)
  const [before = "", after = ""] = r.pick(templates).split("{}")
  return { value, text: before + value + after, at: before.length }
}

const inEncoding = (make: Make) => (r: Random): Sample => {
  const value = make(r)
  return { value, text: r.pick(Object.values(encodings))(value) }
}

/** In a query or in a document. */
const underKey = (make: Make, keys: string[]) => (r: Random): Sample => {
  const value = make(r)
  const key = r.pick(keys)
  return { value, text: r.pick([`${key}=${encodeURIComponent(value)}&x=1`, JSON.stringify({ [key]: value, x: 1 })]) }
}

const PHONE_KEYS = ["phone", "tel", "ep.phone_number", "billing[phone]", "mobile", "user.telefon", "customerPhone", "contact_tel", "ph", "whatsapp"]

export const inGroups = (separator: string): Make => (r) => iban(r).replace(/.{4}(?=.)/g, `$&${separator}`)
export const groupedCard: Make = (r) => grouped(r, commonCard(r))
export const abroad: Make = (r) => phone(r).international
const national: Make = (r) => phone(r).national
const inQuery = (make: Make, keys: string[]) => (r: Random): Sample => {
  const value = make(r)
  return { value, text: `${r.pick(keys)}=${encodeURIComponent(value)}&x=1` }
}
const anyAddress: Make = (r) => fullAddress(r.pick(countryNames))(r)

export const sorts: Sort[] = [
  { what: "email in sentences", target: 0.99, kind: "email", sample: inSentence(email, emailSentences) },
  { what: "IBAN in sentences", target: 0.99, kind: "iban", sample: inSentence(anyOf(iban, inGroups(" "), inGroups("-")), ibanSentences) },
  { what: "card in sentences", target: 0.99, kind: "card", sample: inSentence(anyOf(card, commonCard, groupedCard), cardSentences) },
  { what: "international phone", target: 0.95, kind: "phone", sample: inSentence(anyOf(abroad, shapedInternational), internationalSentences) },
  { what: "phone in a telephone context", target: 0.95, kind: "phone", sample: inSentence(anyOf(abroad, national, shapedPhone), phoneSentences) },
  { what: "national phone under a telephone key", target: 0.95, kind: "phone", sample: inQuery(national, PHONE_KEYS) },
  { what: "email, encoded", target: 0.95, kind: "email", sample: inEncoding(email) },
  { what: "IBAN, encoded", target: 0.95, kind: "iban", sample: inEncoding(iban) },
  { what: "card, encoded", target: 0.95, kind: "card", sample: inEncoding(anyOf(commonCard, groupedCard)) },
  { what: "international phone, encoded", target: 0.95, kind: "phone", sample: inEncoding(abroad) },
  { what: "postal address, encoded", target: 0.95, kind: "postal-address", sample: inEncoding(anyAddress) },
  { what: "street in a field for it", target: 0.95, kind: "postal-address", sample: underKey(streetLine, streetKeys) },
  ...countryNames.map((country) => ({ what: `postal address in sentences: ${country}`, target: 0.95, kind: "postal-address" as const, sample: inSentence(fullAddress(country), addressSentences) })),
  { what: "name in a field for it", target: 0.95, kind: "name", sample: underKey(anyOf(persons.firstName, persons.lastName, persons.fullName), persons.nameKeys) },
  { what: "date of birth in a field for it", target: 0.95, kind: "birth-date", sample: underKey(persons.birthDate, persons.birthKeys) },
  { what: "date of birth in sentences", target: 0.95, kind: "birth-date", sample: inSentence(persons.birthDate, persons.birthSentences) },
  { what: "national id of a form that proves itself", target: 0.95, kind: "national-id", sample: inSentence(persons.provenId, persons.provenSentences) },
  { what: "national id with its key or words", target: 0.95, kind: "national-id", sample: persons.announcedId },
  { what: "IP address in a field for it", target: 0.95, kind: "ip", sample: underKey(persons.address, persons.addressKeys) },
  { what: "IP address in sentences", target: 0.95, kind: "ip", sample: inSentence(persons.address, persons.addressWords) },
  { what: "place to within 11 metres", target: 0.95, kind: "location", sample: persons.place },
  { what: "token, password, key", target: 0.95, kind: "token", sample: persons.secret },
]
