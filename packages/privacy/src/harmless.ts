import type { Span } from "./spans.ts"

/**
 * Shapes that tracking is full of and that are nobody's data. They are looked for first: seven of ten "cards" and "phones"
 * that naive detectors report in traffic are one of these. Each pattern is bounded on both sides.
 */
export const harmlessShapes = {
  "google analytics cookie": /(?<![\w.])G(?:A1|S[12])\.\d(?:-\d)?\.[\w.$-]{6,200}/g,
  "google click cookie": /(?<![\w.])(?:GCL|1\.1)\.\d{10}\.[\w-]{6,200}/g,
  "google client id": /(?<![\w.])\d{5,10}\.1\d{9}(?:\.\d{1,13}){0,6}(?!\w)/g,
  "meta browser or click id": /(?<![\w.])fb\.[0-3]\.\d{10,13}\.[\w.-]{5,300}/g,
  // The kit writes the time in front of its ids.
  uuid: /(?<![\p{L}\p{N}])(?:[0-9a-z]{8})?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![\p{L}\p{N}])/giu,
  ulid: /(?<![\p{L}\p{N}])[0-7][0-9A-HJKMNP-TV-Z]{25}(?![\p{L}\p{N}])/giu,
  hash: /(?<![\p{L}\p{N}])(?=\d{0,60}[a-f])(?:[0-9a-f]{128}|[0-9a-f]{96}|[0-9a-f]{64}|[0-9a-f]{56}|[0-9a-f]{40}|[0-9a-f]{32}|[0-9a-f]{16})(?![\p{L}\p{N}])/giu,
  "subresource integrity": /sha(?:256|384|512)-[A-Za-z0-9+/_-]{40,90}={0,2}/g,
  "stripe id":
    /(?<![\p{L}\p{N}])(?:cs|pi|ch|py|cus|sub|si|in|ii|prod|price|plan|evt|pm|acct|seti|src|re|txn|plink|po|tr|card|ba|cn|promo|coupon|cart|req|we|file|link|bps|cbs|mandate|dp|du|pk)_(?:(?:test|live)_)?[A-Za-z0-9]{8,255}/gu,
  "date and time":
    /(?<![\p{L}\p{N}])(?:19|20)\d\d-?(?:0[1-9]|1[0-2])-?(?:0[1-9]|[12]\d|3[01])(?:[T ]\d\d:?\d\d(?::?\d\d(?:[.,]\d{1,9})?)?)(?: ?Z| ?[+-]\d\d:?\d\d)?(?![\p{L}\p{N}])/gu,
  date: /(?<![\p{L}\p{N}.-])(?:(?:19|20)\d\d[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01])|(?:0?[1-9]|[12]\d|3[01])[-/.](?:0?[1-9]|[12]\d|3[01])[-/.](?:19|20)\d\d)(?![\p{L}\p{N}])/gu,
  "long decimal": /(?<![\p{L}\p{N}.])-?(?:0|[1-9]\d{0,11})\.\d{5,}(?![\p{L}\p{N}])(?!\.\d)/gu,
  "product and version": /(?<![\p{L}\p{N}])[A-Za-z][A-Za-z_-]{1,24}\/v?\d{1,4}(?:\.\d{1,6}){1,5}/gu,
  years: /(?<![\p{L}\p{N}]|\d[-–/ ])(?:19|20)\d\d ?[-–/] ?(?:19|20)\d\d(?![\p{L}\p{N}]|[-–/ ]\d)/gu,
  "opening hours": /(?<![\p{L}\p{N}.])(?:[01]?\d|2[0-4])[.:][0-5]\d ?[-–] ?(?:[01]?\d|2[0-4])[.:][0-5]\d(?![\p{L}\p{N}]|\.\d)/gu,
  // Google's list of ad partners: `2~70.89.2104~dv.`
  "additional consent": /(?<![\p{L}\p{N}])[12]~\d{1,5}(?:\.\d{1,5})+(?:~dv\.[\d.]*)?/gu,
  "screen size": /(?<!\p{L}|\d[ .-]?)\d{2,5}x\d{2,5}(?:x\d{1,2})?(?![\p{L}\p{N}])/giu,
}

/** Runs of digits that are most often a time, but in a field for telephone numbers are not. */
export const timeShapes = {
  "compact date and time":
    /(?<![\p{L}\p{N}.])20[0-4]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d(?:\d{3})?)?(?![\p{L}\p{N}])/gu,
  epoch: /(?<![\p{L}\p{N}+])(?:1\d{9}|1\d{12}|1\d{15}|1\d{18})(?:\.\d{1,9})?(?![\p{L}\p{N}])/gu,
}

/** Where harmless shapes stand, merged and in order. */
export function spansOf(shapes: Record<string, RegExp>, text: string): Span[] {
  if (!/\d\d/.test(text)) return []
  const spans = Object.values(shapes).flatMap((pattern) =>
    [...text.matchAll(pattern)].map(({ 0: all, index }) => ({ start: index, end: index + all.length })),
  )
  return merged(spans.sort((a, b) => a.start - b.start))
}

function merged(spans: Span[]): Span[] {
  const out: Span[] = []
  for (const span of spans) {
    const last = out.at(-1)
    if (last && span.start < last.end) last.end = Math.max(last.end, span.end)
    else out.push({ ...span })
  }
  return out
}
