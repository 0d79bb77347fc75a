/**
 * Walks a script once and remembers where its string literals lie. Not a parser: it knows quotes, template
 * literals, comments and regular expressions, which is all that decides where a `{{reference}}` stands.
 */
export const scanScript = (code: string): ((at: number) => boolean) => {
  const literals: [number, number][] = []
  let at = 0
  let last = ""
  while (at < code.length) {
    const end = skip(code, at, last)
    const first = code[at] ?? ""
    if (end > at + 1 && (first === "'" || first === '"' || first === "`")) literals.push([at, end])
    if (!/\s/.test(first) && !(first === "/" && /[/*]/.test(code[at + 1] ?? ""))) last = code[end - 1] ?? ""
    at = end
  }
  return (position) => literals.some(([start, end]) => position > start && position < end)
}

/** The position behind the token that starts at `at`; ordinary characters are tokens of length one. */
const skip = (code: string, at: number, last: string): number => {
  const first = code[at]
  if (first === "'" || first === '"' || first === "`") return endOfQuoted(code, at + 1, first)
  if (first !== "/") return at + 1
  if (code[at + 1] === "/") return endOf(code, code.indexOf("\n", at), 1)
  if (code[at + 1] === "*") return endOf(code, code.indexOf("*/", at + 2), 2)
  return startsRegex(last) ? endOfRegex(code, at + 1) : at + 1
}

const endOf = (code: string, found: number, length: number): number => (found < 0 ? code.length : found + length)

const endOfQuoted = (code: string, from: number, quote: string): number => {
  for (let at = from; at < code.length; at++) {
    if (code[at] === "\\") at++
    else if (code[at] === quote) return at + 1
    // An unclosed plain literal ends with its line: what follows is code again.
    else if (code[at] === "\n" && quote !== "`") return at
  }
  return code.length
}

const startsRegex = (last: string): boolean => last === "" || "(,=:[!&|?{};+-*%<>~^".includes(last)

const endOfRegex = (code: string, from: number): number => {
  let inClass = false
  for (let at = from; at < code.length; at++) {
    const char = code[at]
    if (char === "\\") at++
    else if (char === "\n") return from
    else if (char === "[") inClass = true
    else if (char === "]") inClass = false
    else if (char === "/" && !inClass) return at + 1
  }
  return from
}
