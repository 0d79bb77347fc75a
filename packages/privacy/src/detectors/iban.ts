import { countrySpecs, isValidIBAN } from "ibantools"
import type { Candidate } from "../finding.ts"
import type { View } from "../view.ts"

const HEAD = /(?:(?<![\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}])|(?<=iban))[a-z]{2}\d{2}(?=[ \u00a0.\-–]{0,2}[a-z0-9])/giu
const SEPARATOR = /[ \u00a0.\-–]/
const MOST_SEPARATORS = 2

/**
 * Country, length and the remainder 1 of 97 (ISO 13616), written in one piece or in groups. One UUID in 4,000 holds a piece that passes
 * (`be13-dabceccc41c7`), so a piece of an identifier is none; a whole one may be (Belgium's look like a hash of 16).
 */
export function* iban(view: View): Generator<Candidate> {
  for (const { 0: head, index } of view.text.matchAll(HEAD)) {
    const spec = countrySpecs[head.slice(0, 2).toUpperCase()]
    const end = spec?.chars ? take(view.text, index, spec.chars) : undefined
    if (end === undefined || view.within(index, end)) continue
    const written = view.text.slice(index, end)
    const compact = written.replace(/[^a-z0-9]/gi, "").toUpperCase()
    if (remainder(compact) !== 1) continue
    if (isValidIBAN(compact)) yield { kind: "iban", start: index, end, confidence: 0.99 }
    else if (new RegExp(spec?.bban_regexp ?? "^$").test(compact.slice(4)) || (isEven(written) && !view.harmless(index, end)))
      yield { kind: "iban", start: index, end, confidence: 0.85 }
  }
}

/** In one piece or in fours, in one case: without the country's own format nothing less will do, since chance meets the remainder in base64. */
const isEven = (written: string): boolean =>
  (written === written.toUpperCase() || written === written.toLowerCase()) && (/^[a-z0-9]+$/i.test(written) || /^(?:[a-z0-9]{4}[ \u00a0.\-–])+[a-z0-9]{1,4}$/i.test(written))

/** The place after so many letters and digits, when the value ends there. */
function take(text: string, start: number, length: number): number | undefined {
  let taken = 0
  let separators = 0
  let at = start
  for (; taken < length; at++) {
    const sign = text[at] ?? ""
    if (/[a-z0-9]/i.test(sign)) {
      taken++
      separators = 0
    } else if (!SEPARATOR.test(sign) || sign === "" || ++separators > MOST_SEPARATORS) return undefined
  }
  return /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}]/u.test(text[at] ?? "") ? undefined : at
}

const remainder = (iban: string): number =>
  [...iban.slice(4), ...iban.slice(0, 4)].reduce((rest, sign) => Number(`${rest}${parseInt(sign, 36)}`) % 97, 0)
