import { labelled } from "../context/labels.ts"
import type { Candidate } from "../finding.ts"
import type { View } from "../view.ts"

const KEYS = new Set(
  (
    "street streetaddress address addressline addressline1 address1 addr1 line1 address_line1 billingaddress shippingaddress " +
    "homeaddress postaladdress mailingaddress deliveryaddress " +
    "strasse straße adresse anschrift rue direccion dirección domicilio indirizzo endereco endereço rua straat ulica adres utca " +
    "cím gata gade katuosoite osoite"
  ).split(" "),
)
/** Addresses of machines, pages and mail are other kinds, or none. */
const OTHER = /^[a-z]+:|@|^[\d.:a-f]+$|^\/|^0x|^localhost/i

/** `12 Main Street, Springfield, IL 62701`, `1600 Elm Ave Apt 4, 90210` */
const ENGLISH =
  /(?<![\p{L}\p{N}])\d{1,5}[A-Z]? (?:[NSEW]\.? )?(?:[A-Z][\p{L}'.-]{1,20} ){1,3}(?:Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Ct|Way|Place|Pl|Square|Sq|Terrace|Close|Crescent|Parkway|Pkwy|Highway|Hwy)\.?(?:,? (?:Apt|Suite|Unit|Ste|Flat|#)\.? ?\w{1,6})?[,\n]\s{0,2}(?!phone|tel|fax|mobile)(?:[\p{L}.' -]{2,40},?\s{1,2}){0,2}(?:[A-Z]{2,3} )?(?:\d{5}(?:-\d{4})?|\d{4}|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d)(?![\p{L}\p{N}])/gu
/** `Hauptstraße 12, 1010 Wien` */
const GERMANIC =
  /(?<![\p{L}\p{N}])\p{Lu}[\p{L}.-]{1,40}?(?:straße|strasse|str\.|gasse|weg|platz|allee|ring|damm|ufer|straat|laan|gatan|vägen|gade|vej|veien|tie|katu) ?\d{1,4} ?[a-zA-Z]?(?:\/\d{1,4}){0,3},?\s{1,2}(?:[A-Z]{1,2}-)?\d{4,5}(?: [A-Z]{2})? \p{Lu}[\p{L}-]{1,40}/gu
/** `12 rue de la Paix, 75002 Paris`, `Calle Mayor 5, 28013 Madrid`, `Via Roma 12, 00184 Roma` */
const ROMANCE =
  /(?<![\p{L}\p{N}])(?:\d{1,4}(?: ?bis| ?ter)?,? )?(?:rue|avenue|boulevard|place|chemin|allée|impasse|quai|calle|avenida|plaza|paseo|via|viale|piazza|corso|rua|praça|travessa)(?: [\p{L}'’.-]{1,25}){1,6}?(?:,? \d{1,4}[a-z]?)?,?\s{1,2}\d{4,5}(?:-\d{3})? \p{Lu}[\p{L}'-]{1,40}/giu

/** Fields that say so, and street, number and postal code together in a text. */
export function* postalAddress(view: View): Generator<Candidate> {
  for (const { value, start, end } of labelled(view, KEYS)) {
    if (/\p{L}{2}/u.test(value) && /\d/.test(value) && /\s/.test(value) && !OTHER.test(value))
      yield { kind: "postal-address", start, end, confidence: 0.75 }
  }
  if (!/\d{4}|[A-Z]\d/.test(view.text)) return
  for (const pattern of [ENGLISH, GERMANIC, ROMANCE])
    for (const { 0: all, index } of view.text.matchAll(pattern))
      yield { kind: "postal-address", start: index, end: index + all.length, confidence: 0.7 }
}
