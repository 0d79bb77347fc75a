/** An escape, a class, the begin of a group that takes either case, a bracket, or one sign. */
const TOKEN = /\\[pP]\{[^}]*\}|\\.|\[(?:\\.|[^\]\\])*\]|\(\?i:|[()]|[^]/gu

const otherCase = (letter: string): string => {
  if (letter === "ß") return "ẞ"
  const other = letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase()
  return other.length === letter.length ? other : letter
}
const eitherCase = (token: string): string => {
  if (token.startsWith("\\")) return token
  if (token.startsWith("[")) return `${token.slice(0, -1)}${[...token.slice(1, -1).replace(/\\./gu, "")].map(otherCase).join("")}]`
  return otherCase(token) === token ? token : `[${token}${otherCase(token)}]`
}

/**
 * A pattern with the letters of `(?i:…)` spelled out: `(?i:st|le)` becomes `(?:[sS][tT]|[lL][eE])`. V8 (13.6, Node 24) forgets the modifier before
 * alternatives once a process has made a megabyte of code for patterns and stops optimizing them: a server then finds less than it did on
 * its first day. `node --no-regexp-optimization` shows it: `/(?i:bad|st) X/.exec("Bad X")` is null.
 */
export const spelledOut = (pattern: string): string => {
  const open: boolean[] = []
  const write = (token: string): string => {
    if (token === ")") open.pop()
    if (token === "(" || token === "(?i:") open.push(token === "(?i:" || open.at(-1) === true)
    return token === "(?i:" ? "(?:" : open.at(-1) === true ? eitherCase(token) : token
  }
  return [...pattern.matchAll(TOKEN)].map(([token]) => write(token)).join("")
}
