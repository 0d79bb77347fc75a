import { Script } from "node:vm"

const scriptElement = /<script\b([^>]*)>([\s\S]*?)<\/script\s*>/gi
const otherLanguage = /\btype\s*=\s*["']?(?!["']?(?:text\/javascript|application\/javascript|text\/ecmascript|application\/ecmascript)\b)[^\s"'>]/i

/** The script blocks of an HTML text that a browser would run. */
export const inlineScripts = (html: string): string[] =>
  [...html.matchAll(scriptElement)].flatMap(([, attributes = "", body = ""]) => (/\bsrc\s*=/i.test(attributes) || otherLanguage.test(attributes) ? [] : [body]))

/** Why a script does not parse; undefined when it does. Nothing is run. */
export const syntaxProblem = (script: string): string | undefined => {
  try {
    new Script(script.replace(/\{\{[^{}\r\n]+\}\}/g, " _reference "), { filename: "script" })
    return undefined
  } catch (error) {
    return error instanceof SyntaxError ? `${error.message}${lineOf(error)}` : undefined
  }
}
const lineOf = (error: SyntaxError): string => {
  const line = /^script:(\d+)/.exec(error.stack ?? "")?.[1]
  return line === undefined ? "" : ` (line ${line} of the script)`
}

/** Strings, template literals and regular expressions come first so that `//` inside them is not taken for a comment. */
const tokens = /"(?:\\[\s\S]|[^"\\\n])*"|'(?:\\[\s\S]|[^'\\\n])*'|`(?:\\[\s\S]|[^`\\])*`|(?<=[=(,:;!&|?{}\n]\s*)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/|(\/\*[\s\S]*?(?:\*\/|$)|\/\/[^\n]*)/g

/** Comments in JavaScript, or in the scripts of an HTML text. */
export const commentsIn = (code: string): string[] =>
  (/<script\b/i.test(code) ? inlineScripts(code) : [code]).flatMap((script) => [...script.matchAll(tokens)].flatMap((match) => (match[1] === undefined ? [] : [match[1]])))
