/** What another flavour of regular expressions has and browsers do not; Google's own checks may accept it. */
const otherFlavour: readonly [RegExp, string][] = [
  [/\(\?[imsxU]+\)/g, ""],
  [/\(\?P</g, "(?<"],
  [/([*+?}])\+/g, "$1"],
]

/** Why a pattern is no regular expression. `certain`: no engine takes it. Patterns with references are only known on the page. */
export const regexProblem = (pattern: string): { message: string; certain: boolean } | undefined => {
  if (pattern.includes("{{")) return undefined
  const reason = whyNot(pattern)
  if (reason === undefined) return undefined
  const translated = otherFlavour.reduce((text, [from, to]) => text.replace(from, to), pattern)
  return { message: `the regular expression ${JSON.stringify(pattern.slice(0, 80))} does not work in a browser (${reason})`, certain: whyNot(translated) !== undefined }
}

const whyNot = (pattern: string): string | undefined => {
  try {
    new RegExp(pattern)
    return undefined
  } catch (error) {
    return error instanceof Error ? (error.message.split(": ").at(-1) ?? "").toLowerCase() : "invalid"
  }
}

const sample = ["", "a", "/", "checkout-7 /?&=#"]
/** A pattern that matches everything filters nothing. */
export const matchesEverything = (pattern: string): boolean => {
  if (pattern.includes("{{") || whyNot(pattern) !== undefined) return false
  return /^[\^(]*(?:\.\*|\.\*\?|)?[)$]*$/.test(pattern) || (pattern !== "" && sample.every((text) => new RegExp(`^(?:${pattern})$`).test(text)))
}
