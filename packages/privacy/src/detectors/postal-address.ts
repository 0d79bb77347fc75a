import { labelled } from "../context/labels.ts"
import { announced, type Words } from "../context/words.ts"
import type { Candidate } from "../finding.ts"
import type { View } from "../view.ts"
import { anyStreet, provenByCode, streets, townByFourDigits, towns, type StreetForm } from "./postal-address-forms.ts"

const KEYS = new Set(
  (
    "street street1 streetname streetline streetline1 streetaddress address addressline addressline1 address1 addr1 line1 address_line1 " +
    "billingaddress shippingaddress homeaddress postaladdress mailingaddress deliveryaddress " +
    "strasse straße strassenname straßenname hausnummer adresse anschrift rue direccion dirección domicilio indirizzo endereco endereço rua straat " +
    "straatnaam ulica adres utca cím gata gade katuosoite osoite"
  ).split(" "),
)
/** Forms that ask for the number by itself: then the name of the street beside it is one, too. */
const HOUSE_KEY = /(?:house|street)_?-?(?:number|no|nr)$|haus_?-?(?:nummer|nr)$|huis_?-?(?:nummer|nr)$/i
const STREET_KEY = /(?:street|stra(?:ss|ß)e|straat|rue|calle|ulica|gata|gade)_?(?:name)?[\]"']*$/i
/** Addresses of machines, pages and mail are other kinds, or none; a step of a form is no house. */
const OTHER = /^[a-z]+:|@|^[\d.:a-f]+$|^\/|^0x|^localhost|^(?:step|line|field|option|page|type|address|test|slot|item|tab|form|part) ?\d+$/i

const WORDS: Words = {
  yes: /(?<!\p{L})(?:address|adresse|anschrift|lieferadresse|rechnungsadresse|adres|dirección|direccion|indirizzo|endereço|wohn\p{L}*|wonen\p{L}*|woon\p{L}*|live[sd]? (?:at|in|on)|living (?:at|in|on)|moved to|ship(?:ped)? to|deliver(?:ed|y)? to|umgezogen|habit\p{L}*|domicili\p{L}*|vivo en|abito in|zieh\p{L}*|umzug)(?!\p{L})/giu,
  no: /(?<!\p{L})(?:ip|mac|e-?mail|web|wallet)(?:[ -]?(?:address|adresse|adres))?(?!\p{L})/giu,
}

/** Fields that say so; a street with its number where postal code and town follow or where the words leave no doubt. */
export function* postalAddress(view: View): Generator<Candidate> {
  yield* byField(view)
  if (!/\d \p{L}|\p{L}[ .]?\d/u.test(view.text)) return
  for (const form of streets) for (const [start, end] of placesOf(form, view.text)) yield* judged(view, form, start, end)
  for (const form of provenByCode) for (const [start, end] of placesOf(form, view.text)) yield { kind: "postal-address", start, end, confidence: 0.84 }
  for (const [start, end] of placesOf(anyStreet, view.text)) if (announced(view, start, end, WORDS)) yield* withTown(view, start, end, 0.8)
}

const placesOf = ({ pattern, hint }: Pick<StreetForm, "pattern" | "hint">, text: string): (readonly [start: number, end: number])[] =>
  hint.test(text) ? [...text.matchAll(pattern)].map(({ 0: all, index }) => [index, index + all.length]) : []

function* byField(view: View): Generator<Candidate> {
  const apart = view.fields.some(({ key }) => HOUSE_KEY.test(key))
  for (const { key, value, start, end } of labelled(view, KEYS)) {
    const whole = /\p{L}{2}/u.test(value) && /\d/.test(value) && /\s|[^\p{Script=Latin}\P{L}]/u.test(value) && !OTHER.test(value)
    if (whole || (apart && STREET_KEY.test(key) && /^\p{L}[\p{L} .'’-]{2,60}$/u.test(value))) yield { kind: "postal-address", start, end, confidence: 0.75 }
  }
}

function* judged(view: View, form: StreetForm, start: number, end: number): Generator<Candidate> {
  const [whole] = withTown(view, start, end, form.sure ? 0.9 : 0.85)
  if (whole !== undefined) yield whole
  else if (form.sure) yield { kind: "postal-address", start, end, confidence: 0.6 }
  else if (announced(view, start, end, WORDS)) yield { kind: "postal-address", start, end, confidence: 0.55 }
}

function* withTown({ text }: View, start: number, street: number, confidence: number): Generator<Candidate> {
  const isNumberLast = /\d/.test(text.slice(Math.max(start, street - 4), street))
  for (const pattern of isNumberLast ? [...towns, townByFourDigits] : towns) {
    pattern.lastIndex = street
    if (pattern.test(text)) return yield { kind: "postal-address", start, end: pattern.lastIndex, confidence }
  }
}
