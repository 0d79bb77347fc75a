import type { Escape } from "./program.ts"
import { scanScript } from "./script-context.ts"

/**
 * Says for every position of a custom HTML text how a reference standing there must be escaped (fact B8):
 * script code gets the live value, a script's string literal escaped text, everything else entities.
 */
export const htmlContexts = (html: string): ((at: number) => Escape) => {
  const regions = [...scriptRegions(html), ...styleRegions(html)]
  return (at) => regions.find((region) => at >= region.start && at < region.end)?.escape(at) ?? "html"
}

interface Region {
  start: number
  end: number
  escape: (at: number) => Escape
}

const SCRIPT = /(<script\b[^>]*>)([\s\S]*?)(?:<\/script\s*>|$)/gi
const STYLE = /(<style\b[^>]*>)([\s\S]*?)(?:<\/style\s*>|$)/gi

const bodies = (html: string, pattern: RegExp): { start: number; text: string }[] =>
  [...html.matchAll(pattern)].map((found) => ({ start: found.index + (found[1] ?? "").length, text: found[2] ?? "" }))

const scriptRegions = (html: string): Region[] =>
  bodies(html, SCRIPT).map(({ start, text }) => {
    const inString = scanScript(text)
    return { start, end: start + text.length, escape: (at) => (inString(at - start) ? "jsString" : "jsValue") }
  })

const styleRegions = (html: string): Region[] =>
  bodies(html, STYLE).map(({ start, text }) => ({ start, end: start + text.length, escape: () => "css" }))

/** The same for a custom JavaScript variable, which is script all over. */
export const scriptContexts = (code: string): ((at: number) => Escape) => {
  const inString = scanScript(code)
  return (at) => (inString(at) ? "jsString" : "jsValue")
}
