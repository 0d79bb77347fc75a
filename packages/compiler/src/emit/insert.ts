import { bodySnippet, headSnippet, type SnippetOptions } from "./snippet.ts"

/** Comments and raw text may hold what looks like a tag. They are skipped, not read. */
const SKIPPED = /<!--[\s\S]*?-->|<(script|style|textarea|title|template)\b[\s\S]*?<\/\1\s*>/gi
const HEAD = /<head(?:\s(?:[^>"']|"[^"]*"|'[^']*')*)?>/i
const BODY = /<body(?:\s(?:[^>"']|"[^"]*"|'[^']*')*)?>/i
const CHARSET = /\s*<meta\s[^>]*charset[^>]*>/iy

/** Blanks what must not be searched, keeping every offset. */
const searchable = (html: string): string => html.replaceAll(SKIPPED, (found) => " ".repeat(found.length))

const endOf = (html: string, tag: RegExp): number | undefined => {
  const found = tag.exec(searchable(html))
  return found ? found.index + found[0].length : undefined
}

/**
 * Puts the kit and the container first in `<head>`, only a `<meta charset>` may stand before them: browsers look for it in the
 * first 1024 bytes (HTML standard, 4.2.5.4). The noscript part comes first in `<body>`. Pages without `<head>` and pages that
 * have the kit already come back unchanged.
 */
export const insertSnippets = (html: string, options: SnippetOptions): string => {
  if (html.includes(headSnippet(options))) return html
  const head = endOf(html, HEAD)
  if (head === undefined) return html
  CHARSET.lastIndex = head
  const at = CHARSET.test(html) ? CHARSET.lastIndex : head
  const withHead = `${html.slice(0, at)}\n${headSnippet(options)}${html.slice(at)}`
  const body = endOf(withHead, BODY)
  return body === undefined || options.noscript === false ? withHead : `${withHead.slice(0, body)}\n${bodySnippet(options)}${withHead.slice(body)}`
}
