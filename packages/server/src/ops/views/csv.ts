/** Spreadsheets run what starts like a formula (OWASP, "CSV Injection"); with an apostrophe in front it stays text. */
const FORMULA = /^[=+\-@\t\r]/

const cell = (value: string | number | boolean | undefined): string => {
  if (typeof value === "number" || typeof value === "boolean") return String(value)
  const text = value ?? ""
  return `"${(FORMULA.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`
}
/** One line as RFC 4180 has it: every text quoted, CRLF at the end. */
export const csvLine = (values: readonly (string | number | boolean | undefined)[]): string => `${values.map(cell).join(",")}\r\n`
