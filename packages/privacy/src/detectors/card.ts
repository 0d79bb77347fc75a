import creditCardType from "credit-card-type"
import { isHarmlessKey, wordsOf } from "../context/keys.ts"
import { announced, inProse } from "../context/words.ts"
import type { Candidate } from "../finding.ts"
import type { View } from "../view.ts"
import { gtin, luhn } from "./check-digits.ts"

const RUN = /\d(?:[ \u00a0.\-\u2010-\u2015]{0,2}\d){11,40}/g
/** As people and cards write it: fours, the 4-6-5 of American Express, the 4-6-4 of Diners, 4-4-5 and 6-13 of old ones. */
const HUMAN = /^(?:4-4-4-4(?:-[1-3])?|4-4-4-[1-3]|4-4-4|4-6-5|4-6-4|4-5-6|4-4-5|4-3-3-3|6-13|6-6|8-8|4-4-8)$/
/** Prefixes that are issued at these lengths: without words, groups or a key nothing less will do. */
const ISSUED =
  /^(?:4\d{15}|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}|3(?:0[0-5]|[689]\d)\d{11}|35(?:2[89]|[3-8]\d)\d{12}|6011\d{12}|65\d{14}|64[4-9]\d{13}|62\d{14}|(?:5018|5020|5038|5893|6304|6759|676[1-3])\d{12}|220[0-4]\d{12}|606282\d{10}|9792\d{12})$/
/** Prefixes and lengths that are issued or were, known to generators and old databases, beyond what the library lists. */
const RARE = /^(?:4\d{12}|(?:2131|1800)\d{11}|(?:5018|5020|5038|5[6-8]\d\d|6\d{3}|0604)\d{8,15})$/
const SHORTEST_FIRST_GROUP = 4
const SHORTEST = 12
const LONGEST = 19
/** A card has at most five groups. */
const MOST_GROUPS = 5

const WORDS = {
  yes: /(?<!\p{L})(?:credit|debit|card|cards|cc|visa|mastercard|maestro|amex|american express|discover|diners|jcb|unionpay|pan|kredit\p{L}*|karte\p{L}*|carte|tarjeta|carta di|cartão|kaart|karta|kort|kártya|kortti|kart|карт\p{L}*|בכרטיס|بطاقة|カード|卡|카드)(?!\p{L})/giu,
  no: /(?<!\p{L})(?:order|invoice|campaign|tracking|timestamp|pixel|session|client|item|product|sku|gtin|ean|barcode|serial|imei|transaction|reference|ref|id|ids)(?!\p{L})/giu,
}
/** `12/28 123` after a number: nothing else is followed by month, year and code. */
const EXPIRY = /^[ ,;]{1,3}(?:0[1-9]|1[0-2])\/(?:20)?[2-4]\d(?!\d)/
const KEY = /^(?:card|cards|cc|ccnum|pan|creditcard|cardnumber|ccn|debit|credit|kreditkarte|carte|tarjeta)$/

/** Check digit and issuer, at the issuer's length; weaker evidence needs groups, words or a key. */
export function* card(view: View): Generator<Candidate> {
  for (const { 0: run, index } of view.text.matchAll(RUN)) {
    if (glued(view.text, index, index + run.length)) continue
    const groups = [...run.matchAll(/\d+/g)].map(({ 0: digits, index: at }) => ({
      digits,
      start: index + at,
      end: index + at + digits.length,
    }))
    for (let first = 0; first < groups.length; first++) {
      if ((groups[first]?.digits.length ?? 0) < SHORTEST_FIRST_GROUP) continue
      const found = longest(view, groups.slice(first, first + MOST_GROUPS), groups.length)
      if (!found) continue
      yield found
      while (first + 1 < groups.length && (groups[first + 1]?.start ?? 0) < found.end) first++
    }
  }
}

interface Group {
  digits: string
  start: number
  end: number
}

function longest(view: View, groups: Group[], inRun: number): Candidate | undefined {
  for (let count = groups.length; count > 0; count--) {
    const taken = groups.slice(0, count)
    const first = taken[0]
    const last = taken.at(-1)
    const digits = taken.map((group) => group.digits).join("")
    if (!first || !last || digits.length < SHORTEST || digits.length > LONGEST || !luhn(digits) || /^(\d)\1+$/.test(digits)) continue
    if (count > 1 && count < inRun && !ISSUED.test(digits)) continue
    const confidence = judge(view, digits, taken.map((group) => group.digits.length).join("-"), first.start, last.end)
    if (confidence > 0) return { kind: "card", start: first.start, end: last.end, confidence }
  }
  return undefined
}

function judge(view: View, digits: string, grouping: string, start: number, end: number): number {
  const one = !grouping.includes("-")
  if (!one && !HUMAN.test(grouping)) return 0
  const issued = ISSUED.test(digits)
  const known = issued || RARE.test(digits) || creditCardType(digits).some((type) => type.lengths.includes(digits.length))
  const key = view.keyAt(start)
  if (key !== undefined && wordsOf(key).some((word) => KEY.test(word))) return known ? 0.98 : 0.8
  if (view.harmless(start, end)) return 0
  if (!one && (issued || known)) return 0.95
  if (isHarmlessKey(key)) return 0
  return ungrouped(view, digits, start, end, issued, known, one)
}

function ungrouped(view: View, digits: string, start: number, end: number, issued: boolean, known: boolean, one: boolean): number {
  if (EXPIRY.test(view.text.slice(end, end + 12)) || announced(view, start, end, WORDS)) return known ? 0.95 : 0.7
  if (view.time(start, end) || !one) return 0
  const prose = inProse(view, start, end)
  if (issued) return prose ? 0.9 : 0.8
  return prose && known && !isArticle(digits) ? 0.65 : 0
}

/** Thirteen or fourteen digits with the check digit of a trade item are one until something else is said. */
const isArticle = (digits: string): boolean => digits.length <= 14 && gtin(digits)

/** Digits inside a longer word, a decimal or a key are no card. Scripts without spaces touch every number. */
const glued = (text: string, start: number, end: number): boolean =>
  BEFORE.test(text.slice(Math.max(0, start - 2), start)) || AFTER.test(text.slice(end, end + 2))

const SPACED = String.raw`\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}`
const BEFORE = new RegExp(`[${SPACED}\\p{N}_]$|\\d\\.$|[${SPACED}\\p{N}]-$`, "u")
const AFTER = new RegExp(`^(?:[${SPACED}_]|\\.\\d|-[${SPACED}\\p{N}])`, "u")
