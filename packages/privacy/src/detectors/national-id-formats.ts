import { gtin } from "./check-digits.ts"

/** A national number whose written form and check digits prove it without any words. */
interface Format {
  pattern: RegExp
  proves(written: string): boolean
}

const digits = (written: string): string => written.replace(/\D/g, "")

/** One per country; the rule's source is the country's own specification. */
export const formats: Record<string, Format> = {
  "US social security number": {
    pattern: /(?<![\p{L}\p{N}.-])\d{3}-\d{2}-\d{4}(?![\p{L}\p{N}-])/gu,
    // Never issued: area 000, 666 and 900 up, group 00, serial 0000 (SSA, 2011).
    proves: (written) => !/^(?:000|666|9)|-00-|0000$/.test(written),
  },
  "Italian codice fiscale": {
    pattern: /(?<![\p{L}\p{N}])[A-Z]{6}\d{2}[ABCDEHLMPRST]\d{2}[A-Z]\d{3}[A-Z](?![\p{L}\p{N}])/giu,
    proves: (written) => codiceFiscale(written.toUpperCase()),
  },
  "French NIR": {
    pattern: /(?<![\p{L}\p{N}.-])[12] \d{2} (?:0[1-9]|1[0-2]) (?:\d{2}|2[AB]) \d{3} \d{3} \d{2}(?![\p{L}\p{N}])/gu,
    proves: (written) => nir(written),
  },
  "Swiss AHV number": {
    pattern: /(?<![\p{L}\p{N}.-])756\.\d{4}\.\d{4}\.\d{2}(?![\p{L}\p{N}])/gu,
    proves: (written) => gtin(digits(written)),
  },
  "Belgian national number": {
    pattern: /(?<![\p{L}\p{N}.-])\d{2}\.(?:0[1-9]|1[0-2])\.(?:0[1-9]|[12]\d|3[01])-\d{3}\.\d{2}(?![\p{L}\p{N}])/gu,
    proves: (written) => belgian(digits(written)),
  },
  "Finnish personal code": {
    pattern: /(?<![\p{L}\p{N}.-])(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d{2}[-+ABCDEFYXWVU]\d{3}[0-9A-FHJ-NPR-Y](?![\p{L}\p{N}])/gu,
    proves: (written) => "0123456789ABCDEFHJKLMNPRSTUVWXY"[Number(written.slice(0, 6) + written.slice(7, 10)) % 31] === written[10],
  },
  "Brazilian CPF": {
    pattern: /(?<![\p{L}\p{N}.-])\d{3}\.\d{3}\.\d{3}-\d{2}(?![\p{L}\p{N}])/gu,
    proves: (written) => cpf(digits(written)),
  },
  "UK national insurance number": {
    pattern: /(?<![\p{L}\p{N}])(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] \d{2} \d{2} \d{2} [A-D](?![\p{L}\p{N}])/gu,
    proves: () => true,
  },
}

const ODD = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23]

function codiceFiscale(code: string): boolean {
  const sum = Array.from(code.slice(0, 15)).reduce((total, sign, at) => {
    const value = /\d/.test(sign) ? Number(sign) : sign.charCodeAt(0) - 65
    return total + (at % 2 === 0 ? (ODD[value] ?? 0) : value)
  }, 0)
  return String.fromCharCode(65 + (sum % 26)) === code[15]
}

/** Corsica's 2A and 2B count as 19 and 18. */
function nir(written: string): boolean {
  const compact = written.replaceAll(" ", "").replace("2A", "19").replace("2B", "18")
  return 97 - Number(BigInt(compact.slice(0, 13)) % 97n) === Number(compact.slice(13))
}

/** People born from 2000 on have a 2 put before the number. */
const belgian = (number: string): boolean =>
  [number.slice(0, 9), `2${number.slice(0, 9)}`].some((body) => 97 - (Number(body) % 97) === Number(number.slice(9)))

function cpf(number: string): boolean {
  if (/^(\d)\1+$/.test(number)) return false
  return [9, 10].every((count) => {
    const sum = Array.from(number.slice(0, count)).reduce((total, digit, at) => total + Number(digit) * (count + 1 - at), 0)
    return ((sum * 10) % 11) % 10 === Number(number[count])
  })
}
