import { countrySpecs } from "ibantools"
import { getCountries, getExampleNumber, parsePhoneNumberFromString } from "libphonenumber-js/max"
import examples from "libphonenumber-js/examples.mobile.json"
import type { Random } from "./random.ts"

const FIRST = "jane joão maría søren zoë łukasz ayşe dmitri li wei o'brien anne-marie bob k9 müller 山田 иван ahmed".split(" ")
const LAST = "doe smith garcía müller nowak öztürk ivanov tanaka van.dijk o'neill 123 x silva rossi".split(" ")
const DOMAINS = (
  "example.com example.org gmail.com web.de gmx.at orange.fr mail.example.co.uk uni-wien.ac.at firma.museum studio.photography 例子.公司 müller.de xn--mller-kva.de team.io a.co " +
  "dayrep.com jourrapide.com einrot.com sub.sub2.example.net пример.рф mail.ru hotmail.com.br foo.travel x.ai me.app corp.internal host.test b.zip some.technology 7eleven.com"
).split(" ")

export const email = (r: Random): string => {
  const local = r.pick([
    () => `${r.pick(FIRST)}.${r.pick(LAST)}`, () => `${r.pick(FIRST)}${r.digits(2)}`, () => `${r.pick(FIRST)}_${r.pick(LAST)}`, () => `${r.pick(FIRST)}+${r.from("abcdef", 4)}`,
    () => r.pick(FIRST).toUpperCase(), () => `${r.from("abcxyz", 1)}`, () => `${r.pick(FIRST)}-${r.digits(4)}`, () => `${r.pick(FIRST)}%${r.pick(LAST)}`,
  ])()
  return `${local}@${r.pick(DOMAINS)}`
}

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

export const iban = (r: Random): string => {
  const country = r.pick(Object.keys(countrySpecs).filter((code) => countrySpecs[code]?.IBANRegistry && countrySpecs[code]?.bban_regexp))
  const body = fromPattern(r, countrySpecs[country]?.bban_regexp ?? "")
  const rest = [...`${body}${country}00`].reduce((sum, sign) => Number(`${sum}${parseInt(sign, 36)}`) % 97, 0)
  return `${country}${String(98 - rest).padStart(2, "0")}${body}`
}

/** The library describes national parts by expressions such as `^[A-Z]{4}[0-9]{14}$`. */
const fromPattern = (r: Random, pattern: string): string =>
  [...pattern.matchAll(/\[([^\]]+)\]\{(\d+)\}|([A-Z0-9]+)(?=\[|\$)/g)]
    .map(({ 1: set = "", 2: count, 3: fixed }) => fixed ?? r.from((/A-Z/.test(set) ? LETTERS : "") + (/0-9/.test(set) ? "0123456789" : ""), Number(count)))
    .join("")

const ISSUERS: [prefix: string, length: number][] = [
  ["4", 16], ["4", 13], ["4", 19], ["51", 16], ["55", 16], ["2221", 16], ["2720", 16], ["34", 15], ["37", 15], ["300", 14], ["305", 14], ["36", 14], ["38", 14], ["6011", 16], ["65", 16], ["644", 16],
  ["3528", 16], ["3589", 16], ["2131", 15], ["1800", 15], ["62", 16], ["62", 19], ["5018", 12], ["5018", 16], ["5020", 16], ["5038", 13], ["6304", 16], ["6759", 18], ["6761", 12], ["6763", 19], ["2200", 16], ["606282", 16], ["5893", 16],
]

export const card = (r: Random, issuers = ISSUERS): string => {
  const [prefix, length] = r.pick(issuers)
  const body = prefix + r.digits(length - prefix.length - 1)
  const sum = [...body].reduceRight((total, digit, at) => total + ((body.length - at) % 2 === 1 ? [0, 2, 4, 6, 8, 1, 3, 5, 7, 9][Number(digit)] ?? 0 : Number(digit)), 0)
  return body + String((10 - (sum % 10)) % 10)
}
/** What is in use today; alone, without a word about cards, only these can be told from any other number. */
export const commonCard = (r: Random): string =>
  card(r, [["4", 16], ["51", 16], ["55", 16], ["2221", 16], ["34", 15], ["37", 15], ["36", 14], ["6011", 16], ["65", 16], ["3528", 16], ["62", 16]])

export const grouped = (r: Random, digits: string): string => {
  const separator = r.pick([" ", "-", " "])
  const sizes = digits.length === 15 ? [4, 6, 5] : digits.length === 14 ? [4, 6, 4] : [4, 4, 4, 4, 4]
  const parts: string[] = []
  for (let at = 0; at < digits.length; at += sizes[parts.length - 1] ?? 4) parts.push(digits.slice(at, at + (sizes[parts.length] ?? 4)))
  return parts.join(separator)
}

/** A valid number of any country, written as people there and abroad write it. */
export const phone = (r: Random): { international: string; national: string } => {
  const country = r.pick(getCountries().filter((code) => getExampleNumber(code, examples)))
  const example = getExampleNumber(country, examples)
  const varied = example && parsePhoneNumberFromString(`+${example.countryCallingCode}${example.nationalNumber.slice(0, -3)}${r.digits(3)}`)
  const number = varied?.isValid() ? varied : example
  if (!number) throw new Error("The benchmark's own data is at fault: a country without an example")
  const spaced = number.formatInternational()
  return {
    international: r.pick([number.number, spaced, spaced.replaceAll(" ", "-"), spaced.replaceAll(" ", "."), `00${number.number.slice(1)}`, spaced.replace("+", "00 "), spaced.replace(/^(\+\d+) (\d+)/, "$1 ($2)"), number.number]),
    national: r.pick([number.formatNational(), number.formatNational().replaceAll(" ", "-"), number.formatNational().replace(/\D/g, ""), number.formatNational().replaceAll(" ", ".")]),
  }
}

const FAKER = [
  "+1-###-###-####", "(###)###-####x###", "001-###-###-####x####", "###.###.####x###", "(###)###-####", "###-###-####", "+49(0)#### ######", "(0####) ######", "+49 (0) #### ######", "0#### ######", "+33 (0)# ## ## ## ##",
  "0# ## ## ## ##", "+44(0)#### ######", "(0###) ### ####", "+44#########", "0#### ######", "+34 ### ### ###", "+39 ## ########", "+61 # #### ####", "(0#) #### ####", "+43 (0) #### ######", "06##-#######",
  "+7 (###) ###-##-##", "8 (###) ###-##-##", "+420 ### ### ###", "### ### ###", "+48 ## ### ## ##", "+55 (##) #####-####", "(##) ####-####", "+81 ##-####-####", "0##-####-####", "+86 1## #### ####", "1## #### ####", "+91 ##### #####",
  "0##########", "+971 ## ### ####", "05########", "+90 (###) ### ## ##", "0(###)#######", "+1 (###) ###-#### ext. ###", "###-###-#### x##", "+31(0)#########", "0##-#######", "+41 (0)## ### ## ##", "0## ### ## ##", "+46 (0)## ### ## ##",
]
const INTERNATIONAL = FAKER.filter((format) => /^(?:\+|00)/.test(format))
const filled = (r: Random, format: string): string => format.replace(/#/g, () => String(1 + r.whole(9)))

/** Shapes that generators of test data use: right looking, not necessarily assigned. */
export const shapedPhone = (r: Random): string => filled(r, r.pick(FAKER))
export const shapedInternational = (r: Random): string => filled(r, r.pick(INTERNATIONAL))
