import validator from "validator"
import { endingsOf } from "../context/keys.ts"
import { announced, type Words } from "../context/words.ts"
import { spelledOut } from "./spelled-out.ts"
import type { Candidate } from "../finding.ts"
import type { View } from "../view.ts"
import { formats } from "./national-id-formats.ts"

/** Countries whose tax or identity numbers carry check digits that the library knows. */
const TAX_LOCALES = (
  "bg-BG cs-CZ de-AT de-DE dk-DK el-GR en-CA en-GB en-IE en-US es-AR es-ES et-EE fi-FI fr-BE fr-FR fr-LU hr-HR hu-HU it-IT " +
  "lv-LV mt-MT nl-NL pl-PL pt-BR pt-PT ro-RO sk-SK sl-SI sv-SE uk-UA"
).split(" ")

const KEYS = new Set(
  (
    "ssn sin nino nhs nhsnumber socialsecuritynumber socialsecurity nationalid nationalidnumber nationalinsurance " +
    "nationalinsurancenumber taxid taxnumber taxidnumber tin itin idnumber idcard identitynumber personalnumber " +
    "passport passportnumber passportno driverlicense driverslicense driverlicence licensenumber svnr sozialversicherungsnummer " +
    "steuerid steuernummer ahv avs nir insee numerosecu dni nie nif codicefiscale " +
    "cpf bsn pesel personnummer fodselsnummer cpr hetu rijksregisternummer aadhaar rrn curp tckn egn cnp oib jmbg"
  ).split(" "),
)

/** Short names of numbers are words in some language (`sin`, `nie`): only their capitals count. */
const CAPITALS = "SSN|SIN|NINO|NHS|ITIN|TIN|SVNR|AHV|AVS|NIR|DNI|NIE|NIF|CPF|BSN|PESEL|CPR|CNP|EGN|OIB|CURP"
const SPOKEN =
  "ssn|social security(?: number)?|nhs number|national (?:id|insurance|identity)\\p{L}*|tax(?:payer)? (?:id|number|" +
  "identification)\\p{L}*|passport|driver'?s? licen[cs]e|identity card|id card|id number|" +
  "sozialversicherungsnummer|steuer-?id\\p{L}*|steueridentifikationsnummer|numéro de sécurité sociale|codice fiscale|" +
  "burgerservicenummer|personnummer|fødselsnummer|henkilötunnus|rijksregisternummer|" +
  "rodné číslo|aadhaar|pan card|tc kimlik\\p{L}*|passnummer|reisepass\\p{L}*|passeport|pasaporte|passaporto"
const OTHER = "order|invoice|tracking|session|client id|campaign|version|phone|tel|card|iban|account"

const WORDS: Words = {
  yes: new RegExp(spelledOut(`(?<!\\p{L})(?:${CAPITALS}|(?i:${SPOKEN}))(?!\\p{L})`), "gu"),
  no: new RegExp(`(?<!\\p{L})(?:${OTHER})(?!\\p{L})`, "giu"),
}
/** Fewer digits after a word such as "passport" are a year or a page. */
const FEWEST_DIGITS = 5
const TOKEN = /(?<![\p{L}\p{N}._%-])(?:[A-Z]{0,3}\d(?:[ ./-]?[A-Z0-9]){5,17}|(?-i:(?=[A-Z]*\d)[A-Z][A-Z0-9]{7,8}))(?![\p{L}\p{N}_])/giu
/** Passports of many countries have letters anywhere (ICAO 9303: up to nine signs). */
const PASSPORT = /^(?=.*\d)[A-Z][A-Z0-9]{7,8}$/

/** Formats that prove themselves; and anything with right check digits, or any number at all, where a key or words name an id. */
export function* nationalId(view: View): Generator<Candidate> {
  for (const { pattern, proves } of Object.values(formats))
    for (const { 0: all, index } of view.text.matchAll(pattern)) {
      const end = index + all.length
      if (proves(all) && !view.harmless(index, end)) yield { kind: "national-id", start: index, end, confidence: 0.93 }
    }
  if (view.text.search(WORDS.yes) < 0 && !view.fields.some((field) => isIdKey(field.key))) return
  for (const { 0: all, index } of view.text.matchAll(TOKEN)) yield* announcedId(view, all, index)
}

function* announcedId(view: View, written: string, start: number): Generator<Candidate> {
  const end = start + written.length
  const byKey = isIdKey(view.keyAt(start) ?? "")
  if (!byKey && (view.harmless(start, end) || !announced(view, start, end, WORDS))) return
  const checked = hasCheckDigits(written)
  if (checked || byKey || PASSPORT.test(written) || written.replace(/\D/g, "").length >= FEWEST_DIGITS)
    yield { kind: "national-id", start, end, confidence: checked ? 0.92 : 0.65 }
}

const isIdKey = (key: string): boolean => endingsOf(key).some((ending) => KEYS.has(ending))

function hasCheckDigits(written: string): boolean {
  const compact = written.replace(/[ ./-]/g, "").toUpperCase()
  const writings = compact === written ? [written] : [written, compact]
  return (
    writings.some((writing) => TAX_LOCALES.some((locale) => validator.isTaxID(writing, locale))) || validator.isIdentityCard(compact, "any")
  )
}
