/**
 * The check the kit runs in the visitor's browser before a string leaves the page.
 * A strict, small subset of `scan` (its ceiling in bytes is a test): what it flags, `scan` flags too.
 * No lookbehind in the expressions: Safari learned it only in 16.4, and a syntax error would stop the whole kit.
 */
export type GuardKind = "email" | "card" | "iban" | "phone"

/** Encodings inside encodings that still occur: a redirect URL in a redirect URL in a parameter. */
const ROUNDS = 3

/**
 * The part before the at sign, then labels and a top level of letters that is neither an image, a script nor `@2x.`.
 * For lower case: `i` over all of Unicode costs V8 some 20 times as much at the first use.
 */
const EMAIL =
  /(^|[\s<>"'()/?&=:;,%])[^\s@<>"'()/?&=:;,%]+@(?!\d+x\.)([\p{L}\d-]{1,63}\.)+(?!(png|jpe?g|webp|gif|svg|avif|m?js|css|json|html)(?!\p{L}))\p{L}{2,}/u
/** `user:password@` of a URL: no mail address, and nothing to send on either. */
const USER = /\/\/[^/?#\s]*@/
/** Issuer's prefix at the issuer's length; a test of the check digit follows. */
const CARD = /^(4(\d{3})?\d{15}|(5[1-5]|2[2-7]|35|6[25]|60(?=11))\d{14}|3[47]\d{13}|3[0689]\d{12})$/
const PHONE = /(^|[^\p{L}\d+.])(\+|00)[1-9]([ ()./-]{0,2}\d){7,14}(?![\p{L}\d]|[.,]\d)/u
const DIGITS = /\d([ -]?\d){12,18}/g
/** Without the lengths per country: the remainder alone is met by chance once in 100, the shape before it hardly ever. */
const IBAN = /[a-z]{2}\d\d([ -]?[a-z\d]){11,30}/g

/** What a digit in every second place counts for: twice itself, and the sum of the digits of that. */
const DOUBLED = "0246813579"
const luhn = (digits: string): boolean => [...digits].reduceRight((sum, digit, at) => sum + Number((digits.length - at) % 2 ? digit : DOUBLED[+digit]), 0) % 10 === 0

const mod97 = (iban: string): boolean => [...(iban.slice(4) + iban.slice(0, 4))].reduce((rest, sign) => +(rest + "" + parseInt(sign, 36)) % 97, 0) === 1

/** Whether a run of the pattern passes, cut group by group from its end while it does not, with no letter, digit or point touching it. */
const anyRun = (text: string, pattern: RegExp, passes: (run: string) => boolean): boolean => {
  let found = false
  text.replace(pattern, (run, _, at: number) => {
    for (; run[12] && !/[\p{L}\d._%-]/u.test(text[at - 1] || " "); run = run.replace(/[ -]?[^ -]*$/, ""))
      found ||= !/^([\p{L}\d_]|[.-][\p{L}\d])/u.test(text.slice(at + run.length)) && passes(run.replace(/[ -]/g, ""))
    return ""
  })
  return found
}

const email = (text: string): boolean => EMAIL.test(text.replace(USER, "//"))
const iban = (text: string): boolean => anyRun(text, IBAN, (run) => !!run[14] && mod97(run))
const card = (text: string): boolean => anyRun(text, DIGITS, (run) => CARD.test(run) && luhn(run))
const holds = (text: string): boolean => email(text) || iban(text) || card(text) || PHONE.test(text)

const decode = (text: string): string =>
  text.replace(/(%[\da-f]{2})+/gi, (piece) => {
    try {
      return decodeURIComponent(piece)
    } catch {
      return piece
    }
  })

/** Whether the text holds personal data, plain or percent-encoded. Never throws. */
export const isPersonal = (value: string, rounds: number = ROUNDS): boolean =>
  // Every kind has one of these, and most values have none.
  /[@\d%]/.test(value) && (holds(value.toLowerCase()) || (rounds > 0 && isPersonal(decode(value), rounds - 1)))

/** Which kind of personal data the text holds, plain or percent-encoded; nothing when none is seen. Never throws. */
export const guard = (value: string): GuardKind | undefined => {
  if (!isPersonal(value)) return undefined
  let text = value
  while (!holds(text.toLowerCase())) text = decode(text)
  text = text.toLowerCase()
  return email(text) ? "email" : iban(text) ? "iban" : card(text) ? "card" : "phone"
}

/** The URL with every query value and path segment that holds personal data replaced by `[redacted]`, and without user:password. */
export const cleanUrl = (url: string): string => url.replace(USER, "//").replace(/[^/?&=#;]+/g, (part) => (isPersonal(part) ? "[redacted]" : part))
