/** Sum of Luhn (ISO 7812-1) is a multiple of ten. */
export function luhn(digits: string): boolean {
  let sum = 0
  for (let at = digits.length - 1, double = false; at >= 0; at--, double = !double) {
    const digit = digits.charCodeAt(at) - 48
    sum += double ? (digit > 4 ? 2 * digit - 9 : 2 * digit) : digit
  }
  return sum % 10 === 0
}

/** Check digit of GTIN and EAN: weights 3 and 1 from the right. */
export function gtin(digits: string): boolean {
  let sum = 0
  for (let at = digits.length - 1, weight = 1; at >= 0; at--, weight = 4 - weight) sum += weight * (digits.charCodeAt(at) - 48)
  return sum % 10 === 0
}
