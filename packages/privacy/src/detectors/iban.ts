import { countrySpecs, isValidIBAN } from "ibantools"
import type { Candidate } from "../finding.ts"
import type { View } from "../view.ts"

const HEAD = /(?:(?<![\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}])|(?<=iban))[a-z]{2}\d{2}(?=[ \u00a0.\-–]{0,2}[a-z0-9])/giu
const SEPARATOR = /[ \u00a0.\-–]/
const MOST_SEPARATORS = 2

/** Country, length and the remainder 1 of 97 (ISO 13616), written in one piece or in groups. */
export function* iban(view: View): Generator<Candidate> {
  for (const { 0: head, index } of view.text.matchAll(HEAD)) {
    const length = countrySpecs[head.slice(0, 2).toUpperCase()]?.chars
    const end = length ? take(view.text, index, length) : undefined
    if (end === undefined) continue
    const compact = view.text
      .slice(index, end)
      .replace(/[^a-z0-9]/gi, "")
      .toUpperCase()
    if (isValidIBAN(compact)) yield { kind: "iban", start: index, end, confidence: 0.99 }
    else if (remainder(compact) === 1) yield { kind: "iban", start: index, end, confidence: 0.85 }
  }
}

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
