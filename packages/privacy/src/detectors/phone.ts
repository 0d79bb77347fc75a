import { parsePhoneNumberFromString, type CountryCode, isSupportedCountry } from "libphonenumber-js/max"
import { isHarmlessKey, wordsOf } from "../context/keys.ts"
import { phoneLabelAfter, phoneWords } from "../context/phone-words.ts"
import { announced, denied, inProse, isAlone, labelledBy } from "../context/words.ts"
import type { Candidate } from "../finding.ts"
import type { View } from "../view.ts"

/** A run of digits as people write telephone numbers; separators are bounded and never digits, so it is walked once. A tab ends a column, and the number. */
const RUN = /[(（[]{0,2}(?:[+＋]{1,2} ?)?[(（[]{0,2}\p{Nd}(?:[ \u00a0\u202f()（）[\]./\-\u2010-\u2015\u2212‧·'’]{0,3}\p{Nd}){5,24}/gu
const EXTENSION =
  /^[ ,;]{0,3}(?:(?:ext|extn|extension|x|доб|вн|dw|durchwahl|klappe|poste|int|interno|anexo|ramal|toestel|wew|linka|內線|内線|分機)[.:]? ?|#|;ext=)\d{1,7}(?![\p{L}\p{N}])/iu
const SHORTEST = 7
/** E.164. Two more, because people write the trunk zero and the exit code along. */
const LONGEST = 15
/** Saint Helena has four digits after a code of three. */
const SHORTEST_INTERNATIONAL = 7
const SHORTEST_LABELLED = 6
/** With a trunk zero and no word about telephones: shorter ones are dates and ranges. */
const SHORTEST_TRUNK = 9
/** Without any separator national numbers are no longer than this; identifiers are. */
const LONGEST_BARE = 13
/** What looks like a time must follow its label like this: `call me at`. */
const DIRECTLY = 12
/** Zeros before an order number look like an exit code; what is shorter than this after them is no number abroad. */
const SHORTEST_BARE_ABROAD = 9

/** `006-7695763-8843343` is an order at Amazon; after a hyphen an extension is shorter. */
const HYPHENED_ON = /^-\d{5}/

const KEY = new Set(
  (
    "phone phones phonenumber telephone telephonenumber tel telefon telefono teléfono telefone téléphone telefoon telefonnummer " +
    "mobile mobilenumber mobilephone mobil mobiltelefon " +
    "cell cellphone cellnumber fax faxnumber whatsapp msisdn sms handy celular cellulare movil móvil gsm telno telnumber phoneno " +
    "mobileno contactnumber contactno ph hotline landline " +
    "rufnummer komorka puhelin telefax 電話 电话 手机 전화"
  ).split(" "),
)
/** Words that may follow in a key and leave it a telephone number's. */
const STILL = new Set(
  "number no nr num nummer value raw formatted e164 intl international full primary secondary work home office private main us de at uk 1 2 3 0 input field text".split(
    " ",
  ),
)

/** What goes on as a word, a unit or a decimal was no number to call. */
const CONTINUED = /^(?:[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}_%@]|[.,:]\p{N})/u

/** With `+` or `00`, or where a key, a label or the words around say that a number is for calling. */
export function* phone(view: View): Generator<Candidate> {
  for (const { 0: run, index } of view.text.matchAll(RUN)) {
    const before = view.text.slice(Math.max(0, index - 2), index)
    if (/[\p{L}\p{N}_]$|[\p{N}][.,]$|[\p{L}\p{N}]-$|[@/]v?$/u.test(before) && !/(?:^|[^\p{L}])[xX]$/u.test(before))
      if (!mayFollow(view.text, index)) continue
    const judged = judge(view, index, run)
    const found = judged && extended(view.text, judged)
    if (found && !CONTINUED.test(view.text.slice(found.end, found.end + 2))) yield found
  }
}

/** `tel:+43…`, `Phone+43`, CJK labels without a space: a letter may stand before the plus or before an unspaced script's number. */
const mayFollow = (text: string, index: number): boolean =>
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]$/u.test(text[index - 1] ?? "") ||
  text[index - 1] === "/"

function judge(view: View, index: number, run: string): Candidate | undefined {
  const lead = /^[[(（]*/.exec(run)?.[0] ?? ""
  const opening = lead && !balanced(run) ? lead.length : 0
  const start = index + opening
  const written = run.slice(opening)
  if (PLUS.test(written)) return international(view, start, written)
  if (isZeroZero(written)) {
    const found = international(view, start, written)
    if (found) return found
  }
  return national(view, start, written)
}

const PLUS = /^[(（[]*[+＋]/
const balanced = (text: string): boolean => (text.match(/[([（]/g)?.length ?? 0) <= (text.match(/[)\]）]/g)?.length ?? 0)
const isZeroZero = (written: string): boolean => /^(?:00|011[ -])\D{0,2}[1-9]/.test(written)
const digitsOf = (text: string): string => text.replace(/\P{Nd}/gu, "").replace(/[^0-9]/gu, (digit) => String(decimal(digit)))

/** Decimal digits of every script stand in runs of ten that begin at a code point with the last four bits 0 or 6. */
function decimal(digit: string): number {
  const code = digit.codePointAt(0) ?? 0
  return [0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0xff10].map((zero) => code - zero).find((value) => value >= 0 && value < 10) ?? 0
}

/** Cut group by group from the end until the numbering plan of the country knows it. */
function international(view: View, start: number, written: string): Candidate | undefined {
  const plus = PLUS.test(written)
  if (!plus && (view.harmless(start, start + written.length) || (view.keyAt(start) !== undefined && isHarmlessKey(view.keyAt(start)))))
    return undefined
  const cuts = cutsOf(written).filter((cut) => plus || ((isGrouped(cut) || digitsOf(cut).length >= SHORTEST_BARE_ABROAD + 2) && !HYPHENED_ON.test(written.slice(cut.length))))
  const valid = cuts.find((cut) => parsed(cut)?.isValid())
  if (valid !== undefined) return { kind: "phone", start, end: start + valid.length, confidence: 0.97 }
  const possible = cuts.find((cut) => !/^\+\d{1,3}(?:\.\d{3})+$/.test(cut) && (plus ? true : isGrouped(cut)) && parsed(cut)?.isPossible())
  if (possible !== undefined) return { kind: "phone", start, end: start + possible.length, confidence: 0.85 }
  const fits = cuts.find((cut) => digitsOf(cut).length <= LONGEST && digitsOf(cut).length >= SHORTEST_INTERNATIONAL)
  if (fits === undefined) return undefined
  const told = isPhoneKey(view.keyAt(start)) || announced(view, start, start + fits.length, phoneWords)
  if (!told && !(plus && isGrouped(fits) && knownCode(fits) && !/^\+\d{1,3}(?:\.\d{3})+$/.test(fits))) return undefined
  return { kind: "phone", start, end: start + fits.length, confidence: told ? 0.8 : 0.6 }
}

function cutsOf(written: string): string[] {
  const ends = [...written.matchAll(/\p{Nd}(?=\P{Nd}|$)/gu)].map(({ index, 0: digit }) => index + digit.length).reverse()
  return ends.map((end) => written.slice(0, end)).filter((cut) => digitsOf(cut).length >= SHORTEST_INTERNATIONAL)
}

const parsed = (written: string): ReturnType<typeof parsePhoneNumberFromString> =>
  parsePhoneNumberFromString(`+${digitsOf(written.replace(/\(0\)/, "")).replace(/^(?:00|011)/, "")}`)

const isGrouped = (written: string): boolean => /\p{Nd}[^\p{Nd}]{1,3}\p{Nd}/u.test(written.replace(/^00/, ""))
/** Codes that no country has: +0…, and the reserved ranges of E.164. */
const knownCode = (written: string): boolean =>
  !/^(?:0|21[0479]|28|38[348]|69[3-9]|8(?:0[1-79]|3|5[149]|7[1-9]|8[4579]|9)|9(?:69|78|9[0179]))/.test(digitsOf(written).replace(/^00/, ""))

function national(view: View, start: number, written: string): Candidate | undefined {
  const key = view.keyAt(start)
  const labelled = isPhoneKey(key) || CHAT_LINK.test(view.text.slice(Math.max(0, start - 20), start))
  if (!labelled && isHarmlessKey(key)) return undefined
  if (!labelled && view.text[start - 1] === "/") return undefined
  const denies = denied(view, start, phoneWords)
  const adjacent = labelled || labelledBy(view, start, phoneWords) || (!denies && isLabelledAfter(view.text, start + written.length))
  const cut = nationalCut(written, adjacent ? SHORTEST_LABELLED : SHORTEST)
  if (cut === undefined) return undefined
  const end = start + cut.length
  if (view.harmless(start, end)) return undefined
  const finding = (confidence: number): Candidate => ({ kind: "phone", start, end, confidence })
  if (labelled) return finding(isValidIn(cut, view.country) ? 0.95 : 0.85)
  if (isAmount(cut, adjacent)) return undefined
  if ((!denies && isLabelledAfter(view.text, end)) || announced(view, start, end, phoneWords))
    return spoken(view, start, end, cut) ? finding(0.75) : undefined
  if (view.country !== undefined && isGrouped(cut) && isValidIn(cut, view.country)) return finding(0.6)
  return looksNational(cut) && inSentence(view, start, end, cut) ? finding(0.55) : undefined
}

/** Among words and not after the colon of a label, which would have named the kind; an area code in parentheses needs no sentence. */
const inSentence = (view: View, start: number, end: number, cut: string): boolean =>
  /^\([2-9]\d\d\)/.test(cut) ||
  (!denied(view, start, phoneWords) && inProse(view, start, end) && !/[:=]\s*$/.test(view.text.slice(Math.max(0, start - 3), start)))

/** Words may speak of calling and the number still be a date, a time or an amount. */
const spoken = (view: View, start: number, end: number, cut: string): boolean =>
  !/^(?:19|20)\d\d[-/. ]\d\d?[-/. ]\d\d?(?:\D|$)/.test(cut) &&
  !(view.time(start, end) && !labelledBy(view, start, phoneWords, DIRECTLY)) &&
  !isAlone(view.text, start, end)

/** Thousands, versions, decimals, and a year in parentheses: written like telephone numbers, with words about telephones near. */
const isAmount = (cut: string, adjacent: boolean): boolean =>
  /^\d+(?:\.\d+)*\.\d(?:\.|$)/.test(cut) ||
  /^[1-9]\d*(?:[ -]\d+)* ?\(\d+\)?$/.test(cut) ||
  /^[1-9]\d{0,2}(?:[ .]000)+$/.test(cut) ||
  (!adjacent && /^(?:\d+\.\d+|[1-9]\d{0,2}(?:\.\d{3})+)$/.test(cut))

/** The longest cut that is no longer than a telephone number. */
function nationalCut(written: string, shortest: number): string | undefined {
  const ends = [...written.matchAll(/\p{Nd}(?=\P{Nd}|$)/gu)].map(({ index, 0: digit }) => index + digit.length).reverse()
  return ends
    .map((end) => written.slice(0, end))
    .find((cut) => digitsOf(cut).length <= (isGrouped(cut) ? LONGEST : LONGEST_BARE) && digitsOf(cut).length >= shortest)
}

/** The North American way of writing: area and exchange begin with 2 to 9. */
const NORTH_AMERICAN = /^(?:1[-. ])?(?:\([2-9]\d\d\) ?|[2-9]\d\d([-. ]))[2-9]\d\d[-. ]\d{4}$/
/** An area code with its trunk zero, in groups. Dots are left out: opening hours are written with them. */
const TRUNK_ZERO = /^(?:\(0[1-9]\d{0,4}\)|0[1-9]\d{0,4}[ /-]) ?\d{2,8}(?:[ -]\d{2,5}){0,4}$/

/** Ways of writing that nothing else shares in a sentence. */
const looksNational = (written: string): boolean =>
  NORTH_AMERICAN.test(written) || (TRUNK_ZERO.test(written) && digitsOf(written).length >= SHORTEST_TRUNK)

const isValidIn = (written: string, country: string | undefined): boolean =>
  country !== undefined &&
  isSupportedCountry(country) &&
  parsePhoneNumberFromString(digitsOf(written), country satisfies CountryCode)?.isValid() === true

/** `wa.me/43664…`: the international number without its plus. */
const CHAT_LINK = /(?:wa\.me|whatsapp\.com|t\.me|viber\.click)\/$/i

function isPhoneKey(key: string | undefined): boolean {
  if (key === undefined) return false
  const words = wordsOf(key)
  const at = words.findIndex((word) => KEY.has(word))
  return at >= 0 && words.slice(at + 1).every((word) => STILL.has(word) || KEY.has(word))
}

/** `(mobile)`, `- Work`, also behind an extension. */
const isLabelledAfter = (text: string, end: number): boolean => {
  const after = text.slice(end, end + 44)
  return phoneLabelAfter.test(after.replace(EXTENSION, ""))
}

function extended(text: string, found: Candidate): Candidate {
  const inside = text.slice(found.start, found.end)
  const closed = text[found.end] === ")" && !balanced(inside) ? found.end + 1 : found.end
  const extension = EXTENSION.exec(text.slice(closed, closed + 24))
  return { ...found, end: closed + (extension?.[0].length ?? 0) }
}
