import { parse } from "tldts"
import { percent } from "../decode/percent.ts"
import type { Candidate } from "../finding.ts"
import type { View } from "../view.ts"

/** RFC 5321: 64 units before the sign, 255 after it. */
const LONGEST_LOCAL = 64
const LONGEST_DOMAIN = 255
/** Four bytes of UTF-8, three units each. */
const LONGEST_ENCODED = 12
/** Signs that the standard allows and that separate things in queries, markup and lists are left out on purpose. */
const LOCAL = /[\p{L}\p{M}\p{N}._+'-]/u
const DOMAIN = /[\p{L}\p{M}\p{N}.-]/u
/** RFC 2606, RFC 6762 and what offices use inside. Nobody can register them, people type them all the same. */
const RESERVED = new Set("example test invalid localhost local internal intranet lan corp home private onion arpa".split(" "))
/** Top levels that are also endings of files; with a version before them they are files. */
const FILE_TOP_LEVELS = new Set("zip mov md sh rs py pl ps ai cc so app in is bz gz".split(" "))
const VERSION_LABEL = /^(?:v?\d[\d.x-]*|min|latest|next|beta|alpha|canary|[0-9a-f]{7,})$/

/** An at sign between something and a registrable domain. */
export function* email(view: View): Generator<Candidate> {
  const { text } = view
  for (let at = text.indexOf("@"); at >= 0; at = text.indexOf("@", at + 1)) {
    const start = localStart(text, at)
    const end = domainEnd(text, at)
    if (start < at && end !== undefined && !isOther(text, start, at, end)) yield { kind: "email", start, end, confidence: 0.98 }
  }
  yield* spelledOut(text)
}

function localStart(text: string, at: number): number {
  if (text[at - 1] === '"') return quotedStart(text, at)
  let start = at
  while (start > 0 && at - start < LONGEST_LOCAL && (LOCAL.test(unitBefore(text, start)) || isOwnPercent(text, start))) start -= unitBefore(text, start).length
  const local = ownLocal(text.slice(start, at))
  return at - local.replace(/^[^\p{L}\p{N}_+]+/u, "").length
}

/** `"john doe"@example.org` is an address; a quote that closes something else is not. */
function quotedStart(text: string, at: number): number {
  const open = text.lastIndexOf('"', at - 2)
  const inside = text.slice(open + 1, at - 1)
  return open >= 0 && at - open <= LONGEST_LOCAL && /^[\p{L}\p{N}._+ -]+$/u.test(inside) ? open : at
}

/** A percent sign of the address itself (`jane%sales@…`): between two of its characters, and no encoded character begins with it. */
const isOwnPercent = (text: string, at: number): boolean => text[at - 1] === "%" && LOCAL.test(unitBefore(text, at - 1)) && !isEncoded(text, at - 1)

/** Whether the percent sign belongs to an encoded character: the next layer shows the address as it is. Nobody encodes what no text holds (`%12`). */
function isEncoded(text: string, sign: number): boolean {
  const run = /(?:%[0-9a-f]{2})*$/i.exec(text.slice(Math.max(0, sign - LONGEST_ENCODED), sign))?.[0] ?? ""
  const from = sign - run.length
  const found = percent(text.slice(from, sign + LONGEST_ENCODED)).find(({ start, end }) => from + start <= sign && sign < from + end)
  return found !== undefined && /\P{Cc}/u.test(found.text)
}

/** The character before the place, both halves of it when it has two. */
function unitBefore(text: string, at: number): string {
  const code = text.codePointAt(at - 2)
  return code !== undefined && code > 0xffff ? text.slice(at - 2, at) : (text[at - 1] ?? "")
}

/** Scripts that put no space before an address: 「メールはjane@…」. What follows their last letter is the address, unless it is all of them. */
const UNSPACED = String.raw`\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}ー`
const RUN_IN = new RegExp(`^.*[${UNSPACED}](?=[^${UNSPACED}])`, "u")
/** Chinese names stand in addresses too; these words do not. */
const CHINESE_RUN_IN = /^.*(?:[是为為至到给給发發送址箱寄系络絡或与及的]|\p{Script=Han}{5,})(?=[\p{L}\p{N}])/u
const RUN_OUT = new RegExp(`(?<=\\.[^.]*[^.${UNSPACED}])[${UNSPACED}].*$|(?<=\\.[a-z]+)\\p{Script=Han}.*$`, "iu")

const ownLocal = (local: string): string => local.replace(RUN_IN, "").replace(CHINESE_RUN_IN, "")
const ownDomain = (domain: string): string => domain.replace(RUN_OUT, "")

/** The end of the longest registrable domain that begins after the sign. */
function domainEnd(text: string, at: number): number | undefined {
  if (text[at + 1] === "[") return literalEnd(text, at)
  let end = at + 1
  while (end < text.length && end - at < LONGEST_DOMAIN && DOMAIN.test(unitAt(text, end))) end += unitAt(text, end).length
  const labels = ownDomain(text.slice(at + 1, end))
    .replace(/[.-]+$/, "")
    .split(".")
  if (labels.some((label) => label === "") && labels.indexOf("") > 0) labels.length = labels.indexOf("")
  while (labels.length > 1 && !isDomain(labels)) labels.pop()
  return labels.length > 1 ? at + 1 + labels.join(".").length : undefined
}

const unitAt = (text: string, at: number): string => {
  const code = text.codePointAt(at)
  return code === undefined ? "" : String.fromCodePoint(code)
}

function literalEnd(text: string, at: number): number | undefined {
  const literal = /^\[(?:\d{1,3}(?:\.\d{1,3}){3}|IPv6:[0-9a-f:.]{2,45})\]/i.exec(text.slice(at + 1, at + 60))
  return literal ? at + 1 + literal[0].length : undefined
}

function isDomain(labels: string[]): boolean {
  const top = labels.at(-1)?.toLowerCase() ?? ""
  if (labels.some((label) => label === "" || label.startsWith("-") || label.length > 63)) return false
  if (/^\d+(?:\.\d+)?x$/i.test(labels[0] ?? "")) return false
  if (RESERVED.has(top)) return true
  if (FILE_TOP_LEVELS.has(top) && VERSION_LABEL.test(labels.at(-2)?.toLowerCase() ?? "")) return false
  return parse(labels.join(".").toLowerCase(), { extractHostname: false, validateHostname: false }).isIcann === true
}

/** Not a mailbox: the user of a URL, a handle on another server, a half-decoded piece. */
function isOther(text: string, start: number, at: number, end: number): boolean {
  const before = text[start - 1] ?? ""
  if (/:\/\/[^\s/?#]{0,200}$/.test(text.slice(Math.max(0, start - 210), start))) return true
  if (before === "@" || (before === "%" && isEncoded(text, start - 1))) return true
  return text.slice(start, at) === "git" && /^[:/]/.test(text.slice(end, end + 1))
}

const SPELLED =
  /([\p{L}\p{N}._+-]{1,64}) ?[[({] ?(?:at|ät|arroba|chez|@) ?[\])}] ?([\p{L}\p{N}-]{1,63}(?: ?(?:\.|[[({] ?(?:dot|punkt|punto|point|\.) ?[\])}]) ?[\p{L}\p{N}-]{1,63}){1,4})/giu

/** `jane [at] example [dot] com` */
function* spelledOut(text: string): Generator<Candidate> {
  if (!/[[({] ?(?:at|ät|arroba|chez|@) ?[\])}]/i.test(text)) return
  for (const { 0: all, 2: domain = "", index } of text.matchAll(SPELLED)) {
    const labels = domain.split(/ ?(?:\.|[[({] ?(?:dot|punkt|punto|point|\.) ?[\])}]) ?/iu)
    if (isDomain(labels)) yield { kind: "email", start: index, end: index + all.length, confidence: 0.8 }
  }
}
