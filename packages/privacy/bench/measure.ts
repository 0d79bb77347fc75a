import { scan, type PersonalDataKind } from "../src/index.ts"
import { encodings } from "./encodings.ts"
import { harmless } from "./harmless.ts"
import { random, type Random } from "./random.ts"
import { cardSentences, emailSentences, ibanSentences, internationalSentences, phoneSentences } from "./sentences.ts"
import { shaped } from "./shaped.ts"
import { carriers, values } from "./traps.ts"
import { card, commonCard, email, grouped, iban, phone, shapedInternational, shapedPhone } from "./values.ts"

/** Recall on one sort of labelled data. */
export interface Row {
  what: string
  /** The share that must be found. */
  target: number
  cases: number
  hit: number
  /** Hits whose span is exactly the value; in encoded data, whose length is the value's. */
  exact: number
}

export interface Measured {
  rows: Row[]
  harmless: number
  flagged: number
}

export interface Measuring {
  seed: number
  /** Cases per row. */
  count: number
  /** Called with every miss and every false alarm. */
  complain?: (what: string, text: string, value: string) => void
}

interface Sort {
  what: string
  target: number
  kind: PersonalDataKind
  make: (r: Random) => string
  /** How a value is written into a text: what stands before it, and after. Encoded data has no place, only a length. */
  place: (value: string, r: Random) => { before: string; text: string; encoded: boolean }
}

const anyOf = (...makers: ((r: Random) => string)[]) => (r: Random): string => r.pick(makers)(r)

const inSentence = (templates: string[]) => (value: string, r: Random) => {
  const [before = "", after = ""] = r.pick(templates).split("{}")
  return { before, text: before + value + after, encoded: false }
}

const inEncoding = (value: string, r: Random) => ({ before: "", text: r.pick(Object.values(encodings))(value), encoded: true })

const PHONE_KEYS = ["phone", "tel", "ep.phone_number", "billing[phone]", "mobile", "user.telefon", "customerPhone", "contact_tel", "ph", "whatsapp"]
const underKey = (value: string, r: Random) => ({ before: "", text: `${r.pick(PHONE_KEYS)}=${encodeURIComponent(value)}&x=1`, encoded: true })

const inGroups = (separator: string) => (r: Random): string => iban(r).replace(/.{4}(?=.)/g, `$&${separator}`)
const groupedCard = (r: Random): string => grouped(r, commonCard(r))
const abroad = (r: Random): string => phone(r).international
const national = (r: Random): string => phone(r).national

const sorts: Sort[] = [
  { what: "email in sentences", target: 0.99, kind: "email", make: email, place: inSentence(emailSentences) },
  { what: "IBAN in sentences", target: 0.99, kind: "iban", make: anyOf(iban, inGroups(" "), inGroups("-")), place: inSentence(ibanSentences) },
  { what: "card in sentences", target: 0.99, kind: "card", make: anyOf(card, commonCard, groupedCard), place: inSentence(cardSentences) },
  { what: "international phone", target: 0.95, kind: "phone", make: anyOf(abroad, shapedInternational), place: inSentence(internationalSentences) },
  { what: "phone in a telephone context", target: 0.95, kind: "phone", make: anyOf(abroad, national, shapedPhone), place: inSentence(phoneSentences) },
  { what: "national phone under a telephone key", target: 0.95, kind: "phone", make: national, place: underKey },
  { what: "email, encoded", target: 0.95, kind: "email", make: email, place: inEncoding },
  { what: "IBAN, encoded", target: 0.95, kind: "iban", make: iban, place: inEncoding },
  { what: "card, encoded", target: 0.95, kind: "card", make: anyOf(commonCard, groupedCard), place: inEncoding },
  { what: "international phone, encoded", target: 0.95, kind: "phone", make: abroad, place: inEncoding },
]

/** Recall on generated, labelled data, and the share of harmless values that are flagged. The same seed measures the same data. */
export function measure(measuring: Measuring): Measured {
  return { rows: [...sorts.map((sort) => recall(sort, measuring)), byHand(measuring)], ...falseAlarms(measuring) }
}

function recall({ what, target, kind, make, place }: Sort, { seed, count, complain }: Measuring): Row {
  const r = random(seed)
  const row: Row = { what, target, cases: count, hit: 0, exact: 0 }
  for (let turn = 0; turn < count; turn++) {
    const value = make(r)
    const { before, text, encoded } = place(value, r)
    const [start, end] = encoded ? [0, text.length] : [before.length, before.length + value.length]
    const found = scan(text).filter((one) => one.kind === kind && one.start < end && one.end > start)
    const exact = found.some((one) => (encoded ? Math.abs(one.length - value.length) <= 1 : one.start === start && one.end === end))
    if (found.length > 0) row.hit++
    if (exact) row.exact++
    else complain?.(what, text, value)
  }
  return row
}

/** Recall of each kind in each encoding: `cells[encoding][kind]`, a share from 0 to 1. */
export type Cells = Record<string, Partial<Record<PersonalDataKind, number>>>

const encodedKinds: readonly (readonly [PersonalDataKind, (r: Random) => string])[] = [["email", email], ["iban", anyOf(iban, inGroups(" "))], ["card", anyOf(commonCard, groupedCard)], ["phone", abroad]]

/** The same values in every encoding by itself, so that no encoding hides behind the others. */
export const cellsOf = ({ seed, count }: Measuring): Cells =>
  Object.fromEntries(
    Object.entries(encodings).map(([name, encode]) => {
      const r = random(seed)
      const share = (kind: PersonalDataKind, make: (r: Random) => string): number =>
        Array.from({ length: count }, () => encode(make(r))).filter((text) => scan(text).some((found) => found.kind === kind)).length / count
      return [name, Object.fromEntries(encodedKinds.map(([kind, make]) => [kind, share(kind, make)]))]
    }),
  )

function byHand({ complain }: Measuring): Row {
  const seen = shaped.filter(([kind, text]) => scan(text).some((one) => one.kind === kind) || void complain?.(`shape of ${kind}`, text, ""))
  return { what: "shapes seen in reports, by hand", target: 0.95, cases: shaped.length, hit: seen.length, exact: seen.length }
}

/** Every harmless shape in every carrier: the fewer of each, since there are so many. */
const TRAPS_PER_CASE = 100

function falseAlarms({ seed, count, complain }: Measuring): Omit<Measured, "rows"> {
  const r = random(seed + 1)
  const texts = [...harmless]
  for (const make of Object.values(values))
    for (const carry of Object.values(carriers))
      for (let turn = 0; turn < count / TRAPS_PER_CASE; turn++) texts.push(carry(r, () => make(r)))
  const flagged = texts.filter((text) => scan(text).length > 0)
  for (const text of flagged) complain?.("false alarm", text, "")
  return { harmless: texts.length, flagged: flagged.length }
}
